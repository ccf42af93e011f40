package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code config print} prints a configuration: it can be checked, run and printed again. */
class ConfigPrintTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../examples/config"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          // Name a jar that this module does not build, and a program by its place in the project.
          .filter(file -> !file.endsWith("handler.yaml") && !file.endsWith("exec.yaml"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theExamplesSurviveIt(Path example) throws Exception {
    assertSurvives(Files.readString(example), Map.of());
  }

  @Test
  void oddTextsSurviveIt() throws Exception {
    String printed =
        assertSurvives(
            """
            pipelines:
              - name: odd
                source: { file: { path: "%percent, [comma]", key: { regex: '^(\\S+) # "x": ' } } }
                handler:
                  http:
                    url: http://me:hidden@127.0.0.1/
                    token: hidden
                    headers: { X-Literal: '$${HOME}', X-Api-Key: hidden, "on": "yes: no", X-Dash: "- a", X-No: "null" }
                dead-letter: log
              - name: child
                source: { file: { paths: [] , path: "a,b" } }
                handler: { exec: { command: [sh, -c, "a\\tb\\u0085\\u2028c, ${WORD}", ""], env: {} } }
                dead-letter: { drop: }
                consumers: { min: 2, max: 7 }
                rate: { max: 5 }
              - { name: plain, source: stdin, sink: drop }
            """,
            Map.of("WORD", "two\nlines", "MILLRACE_ADMIN_TOKEN", "hidden"));
    assertThat(printed).doesNotContain("hidden");
  }

  private String assertSurvives(String text, Map<String, String> environment) throws Exception {
    String first = print(Files.writeString(directory.resolve("first.yaml"), text), environment);
    Path again = Files.writeString(directory.resolve("again.yaml"), first);

    assertThat(run(Map.of(), "config", "check", again.toString())).as(() -> first + err).isZero();

    assertThat(values(print(again, Map.of()))).isEqualTo(values(first));
    return first;
  }

  private String print(Path file, Map<String, String> environment) {
    assertThat(run(environment, "config", "print", file.toString())).as(err::toString).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Without the comments, which say where each value is from. */
  private static List<String> values(String printed) {
    return printed
        .lines()
        .filter(line -> !line.strip().startsWith("#"))
        .map(line -> line.replaceAll(" {2,}# (default|env |flag |/).*$", ""))
        .toList();
  }

  private int run(Map<String, String> environment, String... arguments) {
    out.reset();
    return Main.execute(
        new CommandContext(
            new HashMap<>(environment), stream(out), stream(err), (stop, reload) -> {}),
        arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
