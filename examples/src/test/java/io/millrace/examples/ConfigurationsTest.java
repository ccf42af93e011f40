package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What examples/config holds is valid, and what ends by itself does what its comment says. */
@Timeout(60)
class ConfigurationsTest {
  private static final Path CONFIGURATIONS = Path.of("examples/config");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir private Path directory;

  static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.list(CONFIGURATIONS)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void isValid(Path file) {
    assertThat(millrace("config", "check", file.toString())).as(printed()).isZero();
  }

  @Test
  void quickstartCopiesTheFilesItIsGiven() throws IOException {
    Path log =
        Files.writeString(directory.resolve("a.log"), "1 x install\n2 x remove\n3 x install\n");
    Path copy = directory.resolve("copy.log");
    run(
        "quickstart",
        "--pipelines.logs.source.file.paths=" + log,
        "--pipelines.logs.sink.file.path=" + copy);
    assertThat(Files.readAllLines(copy))
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(log))
        .containsSubsequence("1 x install", "3 x install");
  }

  @Test
  void execAsksAChildForEachLine() throws IOException {
    Path lengths = directory.resolve("lengths");
    run("exec", "--pipelines.lengths.handler.exec.env.LENGTHS=" + lengths);
    List<String> expected =
        Files.readAllLines(Path.of("LICENSE")).stream()
            .filter(line -> !line.isBlank())
            .map(line -> Integer.toString(line.length()))
            .toList();
    assertThat(Files.readAllLines(lengths)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void handlerGivesEachLineToAClass() throws IOException {
    Path shouted = directory.resolve("shouted");
    run("handler", "--pipelines.shout.handler.class.options.path=" + shouted);
    assertThat(Files.readAllLines(shouted)).anyMatch(line -> line.contains("APACHE LICENSE"));
  }

  @Test
  void retriesEndInDeadLettersWithTheirReason() throws IOException {
    Path dead = directory.resolve("dead");
    run("retries", "--pipelines.unlucky.dead-letter.file.path=" + dead);
    assertThat(Files.readAllLines(dead))
        .hasSize(10)
        .allMatch(line -> line.contains("nobody is at home") && line.contains("\"attempt\":3"));
  }

  @Test
  void severalPipelinesRunSideBySide() throws IOException {
    Path numbers = directory.resolve("numbers");
    Path license = directory.resolve("license");
    run(
        "several",
        "--pipelines.numbers.sink.file.path=" + numbers,
        "--pipelines.license.sink.file.path=" + license);
    assertThat(numbers).exists();
    assertThat(Files.readAllLines(numbers)).hasSize(10_000);
    assertThat(Files.readAllLines(license))
        .containsAll(
            Files.readAllLines(Path.of("LICENSE")).stream()
                .filter(line -> !line.isBlank())
                .toList());
  }

  private void run(String name, String... flags) {
    Stream<String> command =
        Stream.of(
            "run",
            CONFIGURATIONS.resolve(name + ".yaml").toString(),
            "--state.dir=" + directory.resolve("state"));
    assertThat(millrace(Stream.concat(command, Stream.of(flags)).toArray(String[]::new)))
        .as(printed())
        .isZero();
  }

  /** The classes themselves are the handler's jar, which is not there yet when tests run. */
  private int millrace(String... arguments) {
    PrintStream out = new PrintStream(printed, true, UTF_8);
    return Main.run(Map.of("HANDLER_JAR", "examples/target/classes"), out, out, arguments);
  }

  private String printed() {
    return printed.toString(UTF_8);
  }
}
