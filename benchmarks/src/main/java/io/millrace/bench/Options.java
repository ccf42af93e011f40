package io.millrace.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value, found " + args[i]);
      }
      given.put(args[i].substring(2), args[i + 1]);
    }
    Options options =
        new Options(
            list(given, "shapes", "1x1,2x4,4x8,16x64", Shape::parse),
            list(given, "capacities", "1,64,1024,65536", Integer::valueOf),
            list(given, "handlers", "no-op,1us,1ms", Work::parse),
            list(
                given,
                "peers",
                "abq,abq-drained,lbq-drained,ltq,jctools,disruptor",
                Contender::parse),
            list(given, "latency-shapes", "1x1,4x8,16x64", Shape::parse),
            list(given, "idle-shapes", "16x64", Shape::parse),
            number(given, "warmup", 0.2),
            number(given, "seconds", 0.4),
            number(given, "latency-seconds", 2),
            (int) number(given, "rounds", 3),
            Optional.ofNullable(given.remove("json")).map(Path::of));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
    return options;
  }

  private static <T> List<T> list(
      Map<String, String> given, String name, String ordinarily, Function<String, T> parse) {
    String value = given.remove(name);
    String text = value == null ? ordinarily : value;
    return text.equals("none") ? List.of() : Arrays.stream(text.split(",")).map(parse).toList();
  }

  private static double number(Map<String, String> given, String name, double ordinarily) {
    String value = given.remove(name);
    return value == null ? ordinarily : Double.parseDouble(value);
  }
}
