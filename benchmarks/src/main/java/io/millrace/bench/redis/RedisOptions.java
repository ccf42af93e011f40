package io.millrace.bench.redis;

import io.millrace.bench.contest.Arguments;
import java.time.Duration;
import java.util.List;

/** What to measure, from the command line. */
record RedisOptions(
    long jobs,
    int sizeBytes,
    List<Integer> connections,
    List<String> contenders,
    Duration longest,
    int rounds,
    int warmUpRounds,
    int heap) {

  static final String USAGE =
      """
      --jobs 1000000          for each run; fewer for slow contenders
      --size 100              bytes of each
      --connections 1,4,16    by which they are taken; producers of Millrace
      --contenders BRPOP,BLMOVE,XREADGROUP,redis-benchmark,RPOP,BullMQ,millrace  by the beginning of their names
      --seconds 2             each run at most
      --rounds 3              the median counts
      --warm-up 6             rounds before that, which do not count, at most; two that agree are enough
      --heap 256              MiB of each client
      """;

  static RedisOptions parse(String... args) {
    Arguments given = Arguments.of(args);
    RedisOptions options =
        new RedisOptions(
            (long) given.number("jobs", 1_000_000),
            (int) given.number("size", 100),
            given.list("connections", "1,4,16", Integer::valueOf),
            given.list("contenders", "", name -> name),
            Duration.ofMillis((long) (given.number("seconds", 2) * 1_000)),
            (int) given.number("rounds", 3),
            (int) given.number("warm-up", 6),
            (int) given.number("heap", 256));
    given.checkAllKnown();
    return options;
  }

  List<Contender> contendersChosen() {
    return Contenders.all().stream()
        .filter(contender -> contenders.stream().anyMatch(contender.name()::startsWith))
        .toList();
  }
}
