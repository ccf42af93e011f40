package io.millrace.bench.kafka;

import io.millrace.bench.contest.Arguments;
import io.millrace.bench.contest.Work;
import java.util.ArrayList;
import java.util.List;

/** What to measure, from the command line. */
record KafkaOptions(
    List<Load> loads,
    List<Work> handlers,
    List<Integer> inFlight,
    int workers,
    List<String> contenders,
    int partitions,
    int keys,
    double seconds,
    int rounds,
    int warmUpRounds,
    int heap,
    int parallelConsumerHeap) {

  static final String USAGE =
      """
      --records-100b 2000000  --records-1kib 500000   0 for none
      --handlers no-op,1ms,10ms
      --in-flight 100,1000    handlers at once that block
      --workers 16            handlers of Millrace at once that do nothing
      --contenders raw,spring,parallel-consumer,millrace  by the beginning of their names
      --partitions 12  --keys 10000
      --seconds 5             each run at most
      --rounds 3              the median counts
      --warm-up 6             rounds before that do not count, so that what runs is compiled;
                              one where handlers block
      --heap 256              MiB of each client
      --parallel-consumer-heap 1024   its own, as it fails within 256
      """;

  static KafkaOptions parse(String... args) {
    Arguments given = Arguments.of(args);
    KafkaOptions options =
        new KafkaOptions(
            loads(
                (long) given.number("records-100b", 2_000_000),
                (long) given.number("records-1kib", 500_000)),
            given.list("handlers", "no-op,1ms,10ms", Work::parse),
            given.list("in-flight", "100,1000", Integer::valueOf),
            (int) given.number("workers", 16),
            given.list("contenders", "raw,spring,parallel-consumer,millrace", name -> name),
            (int) given.number("partitions", 12),
            (int) given.number("keys", 10_000),
            given.number("seconds", 5),
            (int) given.number("rounds", 3),
            (int) given.number("warm-up", 6),
            (int) given.number("heap", 256),
            (int) given.number("parallel-consumer-heap", 1024));
    given.checkAllKnown();
    return options;
  }

  private static List<Load> loads(long small, long large) {
    List<Load> loads = new ArrayList<>();
    if (small > 0) {
      loads.add(new Load("100 B", small, 100));
    }
    if (large > 0) {
      loads.add(new Load("1 KiB", large, 1024));
    }
    return loads;
  }

  /** Handlers that do nothing on every load; those that block on the first. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Work work : handlers) {
      if (work.blocks()) {
        inFlight.forEach(count -> cells.add(new Cell(loads.get(0), work, count)));
      } else {
        loads.forEach(load -> cells.add(new Cell(load, work, workers)));
      }
    }
    return cells;
  }

  int warmUpRounds(Cell cell) {
    return cell.work().blocks() ? Math.min(1, warmUpRounds) : warmUpRounds;
  }

  List<Contender> contendersIn(Cell cell) {
    return Contenders.all().stream()
        .filter(contender -> contender.fits(cell))
        .filter(contender -> contenders.stream().anyMatch(contender.name()::startsWith))
        .toList();
  }

  int heapMebibytes(String contender) {
    return contender.startsWith(ParallelConsumer.PREFIX) ? parallelConsumerHeap : heap;
  }
}
