package io.millrace.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of Jazzer, in a process of its own: it rewrites the classes that it tries. */
final class Search {
  /** How long it may take to start, to finish the last input, and to write down what it found. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The classes whose coverage guides the search. */
  private static final String OURS = "io.millrace.**";

  /** Take a target that talks to a broker for one that is made to talk to strangers. */
  private static final String NETWORK_HOOKS =
      "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery";

  /** So much, because a machine with much to do may stand still. */
  private static final int SLOWEST_INPUT_SECONDS = 100;

  private static final int LARGEST_INPUT_BYTES = 8 << 10;
  private static final int SHOWN_CHARS = 6_000;

  private final Class<?> target;
  private final Path kept;
  private final Path directory;

  /**
   * @param kept where inputs are to begin with; nothing is written there
   */
  Search(Class<?> target, Path kept) {
    this.target = target;
    this.kept = kept;
    this.directory = Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath();
  }

  /**
   * @param randomness where the choice of inputs begins: what is found with a number is found with
   *     it again; 0 is another one each time
   * @throws AssertionError if an input breaks a promise
   */
  void run(Duration duration, int randomness) throws IOException, InterruptedException {
    Path found = Files.createDirectories(directory.resolve("found"));
    Path log = directory.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(duration, randomness, found))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Duration limit = duration.plus(PATIENCE);
      if (!jazzer.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the search did not end within " + limit + end(log));
      }
      if (jazzer.exitValue() != 0) {
        throw new AssertionError(
            ("%s breaks a promise, or the search failed (code %d). The input is a file in %s;"
                    + " once mended, keep it in src/test/resources/fuzz/%s. %s")
                .formatted(
                    target.getName(),
                    jazzer.exitValue(),
                    directory,
                    target.getSimpleName(),
                    end(log)));
      }
    } finally {
      jazzer.destroyForcibly();
    }
  }

  private List<String> command(Duration duration, int randomness, Path found) {
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:+EnableDynamicAgentLoading",
        "-Djdk.attach.allowAttachSelf=true",
        "-Dlogback.configurationFile=io/millrace/fuzz/logback.xml",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.getName(),
        "--instrumentation_includes=" + OURS,
        "--custom_hook_includes=" + OURS,
        "--disabled_hooks=" + NETWORK_HOOKS,
        "--mutator_framework=false",
        "--reproducer_path=" + directory,
        "-artifact_prefix=" + directory + "/",
        "-max_total_time=" + duration.toSeconds(),
        "-seed=" + randomness,
        "-max_len=" + LARGEST_INPUT_BYTES,
        "-timeout=" + SLOWEST_INPUT_SECONDS,
        "-rss_limit_mb=0",
        "-print_final_stats=1",
        found.toString(),
        kept.toString());
  }

  private static String end(Path log) throws IOException {
    String text = Files.readString(log, UTF_8);
    return "\n... " + text.substring(Math.max(0, text.length() - SHOWN_CHARS));
  }
}
