package io.millrace.bench.moonmq;

import io.millrace.bench.contest.Arguments;
import java.time.Duration;
import java.util.List;

/** What to measure, from the command line. */
record LoadOptions(
    List<Integer> bytes,
    List<Durability> durabilities,
    List<Shape> shapes,
    int rate,
    int credit,
    int window,
    int backlog,
    Duration warmUp,
    Duration time,
    int rounds,
    int heap) {

  static final String USAGE =
      """
      --bytes 16,1024         of a message
      --sync transient,always,os   and redis-always, redis-everysec: a Redis server that syncs so
      --shapes 1x1,100x1,1x50 queues with a sender each, and receivers of each queue
      --rate 50000            messages a second for the latency; 0 for none
      --credit 1000           messages pushed and not acked, of each receiver
      --window 4096           messages sent and not confirmed, of each sender
      --backlog 20000         messages sent and not received, of all queues; then senders wait
      --warm-up 6  --seconds 6  --rounds 3
      --heap 256              MiB of the broker
      """;

  static LoadOptions parse(String... args) {
    Arguments given = Arguments.of(args);
    LoadOptions options =
        new LoadOptions(
            given.list("bytes", "16,1024", Integer::valueOf),
            given.list("sync", "transient,always,os", Durability::parse),
            given.list("shapes", "1x1,100x1,1x50", Shape::parse),
            (int) given.number("rate", 50_000),
            (int) given.number("credit", 1_000),
            (int) given.number("window", 4_096),
            (int) given.number("backlog", 20_000),
            given.seconds("warm-up", 6),
            given.seconds("seconds", 6),
            (int) given.number("rounds", 3),
            (int) given.number("heap", 256));
    given.checkAllKnown();
    return options;
  }
}
