package io.millrace.bench.redis;

import io.millrace.bench.contest.Arguments;
import java.time.Duration;
import java.util.List;

/** How to measure latency, from the command line. */
record LatencyOptions(int rate, List<Integer> connections, Duration time, Duration idle) {
  static final String USAGE =
      """
      --rate 10000         jobs a second
      --connections 1,16   by which they are taken; producers of Millrace
      --seconds 5          each run, after 3 s to warm up
      --idle 5             seconds without jobs after that
      """;

  static LatencyOptions parse(String... args) {
    Arguments given = Arguments.of(args);
    LatencyOptions options =
        new LatencyOptions(
            (int) given.number("rate", 10_000),
            given.list("connections", "1,16", Integer::valueOf),
            Duration.ofMillis((long) (1_000 * given.number("seconds", 5))),
            Duration.ofMillis((long) (1_000 * given.number("idle", 5))));
    given.checkAllKnown();
    return options;
  }
}
