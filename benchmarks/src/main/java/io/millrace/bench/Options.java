package io.millrace.bench;

import io.millrace.bench.contest.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What to measure, from the command line. */
record Options(
    List<Shape> shapes,
    List<Integer> capacities,
    List<Work> handlers,
    List<Contender> contenders,
    List<Shape> latencyShapes,
    List<Shape> idleShapes,
    double warmupSeconds,
    double seconds,
    double latencySeconds,
    int rounds,
    Optional<Path> json) {

  static final String USAGE =
      """
      --shapes 1x1,2x4,4x8,16x64      producers x consumers; 'none' for none
      --capacities 1,64,1024,65536
      --handlers no-op,1us,1ms
      --peers abq,abq-drained,lbq,lbq-drained,ltq,jctools,disruptor,millrace-single
      --latency-shapes 1x1,4x8,16x64  at 100,000 messages/s; 'none' for none
      --idle-shapes 16x64             with nothing to do; 'none' for none
      --warmup 0.2  --seconds 0.4     of each run
      --latency-seconds 2
      --rounds 3                      the median counts
      --json FILE
      """;

  static Options parse(String[] args) {
    Arguments given = Arguments.of(args);
    Options options =
        new Options(
            given.listOrNone("shapes", "1x1,2x4,4x8,16x64", Shape::parse),
            given.listOrNone("capacities", "1,64,1024,65536", Integer::valueOf),
            given.listOrNone("handlers", "no-op,1us,1ms", Work::parse),
            given.listOrNone(
                "peers", "abq,abq-drained,lbq-drained,ltq,jctools,disruptor", Contender::parse),
            given.listOrNone("latency-shapes", "1x1,4x8,16x64", Shape::parse),
            given.listOrNone("idle-shapes", "16x64", Shape::parse),
            given.number("warmup", 0.2),
            given.number("seconds", 0.4),
            given.number("latency-seconds", 2),
            (int) given.number("rounds", 3),
            given.optional("json").map(Path::of));
    given.checkAllKnown();
    return options;
  }
}
