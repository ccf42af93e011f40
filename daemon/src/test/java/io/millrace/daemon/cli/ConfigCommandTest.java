package io.millrace.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  private static final String GOOD =
      """
      pipelines:
        - { name: a, source: { test-numbers: { count: 5 } }, sink: test-gather, dead-letter: { test-gather: {} } }
      """;

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void checksAGoodFileAndTouchesNothing() throws Exception {
    Path file = config(GOOD);
    assertThat(run("config", "check", file.toString())).isZero();
    assertThat(text(out)).isEqualTo(file + ": ok, 1 pipeline\n  a: 5 numbers -> list a\n");
    assertThat(text(err)).isEmpty();
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void tellsEveryMistakeAndEndsWith78() throws Exception {
    Path file = config(GOOD.replace("count: 5", "conut: 5") + "admn: { port: 1 }\n");
    assertThat(run("config", "check", file.toString())).isEqualTo(78);
    assertThat(text(err))
        .isEqualTo(
            file
                + ":2:42: pipelines[0].source.test-numbers.conut: unknown key; did you mean 'count'?\n"
                + file
                + ":3:1: admn: unknown key; did you mean 'admin'?\n");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void warnsOfDeadLettersThatCannotBeReadBack() throws Exception {
    Path file =
        config(
            """
            pipelines:
              - name: a
                source: stdin
                sink: drop
                dead-letter:
                  file:
                    path: dead.log
                    format: lines
            """);
    assertThat(run("config", "check", file.toString())).isZero();
    assertThat(text(err))
        .startsWith("warning: " + file + ":8:17: pipelines[0].dead-letter.file.format: lines hold")
        .contains("'millrace dlq' cannot read them; leave format out, or say envelope");
  }

  @Test
  void endsWith78WhenThereIsNoFile() {
    Path absent = directory.resolve("absent.yaml");
    assertThat(run("run", absent.toString())).isEqualTo(78);
    assertThat(text(err)).isEqualTo(absent + ": no such file\n");
  }

  @Test
  void printsWhatHoldsAndWhereItComesFrom() throws Exception {
    Path file = config(GOOD);
    assertThat(
            run(
                "config",
                "print",
                file.toString(),
                "--pipelines.a.consumers=3",
                "--admin.token=geheim"))
        .isZero();
    assertThat(text(out).replaceAll(" {2,}#", "  #"))
        .contains("    consumers: 3  # flag --pipelines.a.consumers")
        .contains("        count: 5  # " + file + ":2:49")
        .contains("  token: '****'  # flag --admin.token")
        .contains("  port: 7070  # env MILLRACE_ADMIN_PORT")
        .contains("  timeout: 25s  # default")
        .doesNotContain("geheim");
  }

  @Test
  void whatItPrintsIsAConfigurationThatMeansTheSame() throws Exception {
    assertThat(run("config", "print", config(GOOD).toString())).isZero();
    Path printed = directory.resolve("printed.yaml");
    Files.writeString(printed, text(out));
    out.reset();
    assertThat(run("config", "check", printed.toString())).isZero();
    assertThat(text(out)).contains("a: 5 numbers -> list a");
  }

  @Test
  void refusesTwoPipelinesThatNeedWhatOnlyOneCanHave() throws Exception {
    Path config =
        config(
            """
            pipelines:
              - { name: a, source: stdin, sink: drop }
              - { name: b, source: stdin, sink: drop }
              - { name: c, source: { http: { port: 8090, path: /c } }, sink: drop }
              - { name: d, source: { http: { port: 8090, path: /d } }, sink: drop }
              - { name: e, source: { http: { port: 0 } }, sink: drop }
              - { name: f, source: { http: { port: 0 } }, sink: drop }
            """);

    assertThat(run("config", "check", config.toString())).isEqualTo(78);
    assertThat(text(err).lines())
        .containsExactly(
            config
                + ":3:24: pipelines[1].source: pipeline a has standard input already;"
                + " let one pipeline read it",
            config
                + ":5:16: pipelines[3].source: pipeline c has the port 8090 of 127.0.0.1 already;"
                + " give one of them another port");
  }

  @Test
  void namesWhatCannotWorkThoughEachKeyIsRight() throws Exception {
    Path log = directory.resolve("app.log");
    Path config =
        config(
            """
            pipelines:
              - name: program
                source: { memory: { count: 1 } }
                handler: { exec: { command: [./no-such-program, x] } }
              - name: path
                source: { memory: { count: 1 } }
                handler: { exec: { command: no-such-program } }
              - name: loop
                source: { file: { path: "%1$s*" } }
                sink: { file: { path: %1$s } }
              - name: dead-loop
                source: { file: { path: %1$s } }
                sink: drop
                dead-letter: { file: { path: %1$s } }
              - name: keyless
                source: { file: { path: other.log } }
                order: key
                sink: drop
              - name: port
                source: { http: { host: 0.0.0.0, port: 7070 } }
                sink: { file: { path: same.log } }
              - name: same
                source: { memory: { count: 1 } }
                sink: { file: { path: ./same.log } }
              - name: class
                source: { memory: { count: 1 } }
                handler: com.example.Nope
            """
                .formatted(log));

    assertThat(run("config", "check", config.toString())).isEqualTo(78);
    assertThat(text(err).replace(config + ":", "").lines().map(line -> line.split("; ")[0]))
        .containsExactly(
            "4:24: pipelines[0].handler.exec.command: there is no program "
                + Path.of("no-such-program").toAbsolutePath(),
            "7:33: pipelines[1].handler.exec.command: there is no program 'no-such-program' in the"
                + " directories of PATH",
            "10:27: pipelines[2].sink.file.path: the pipeline's source reads "
                + log
                + ", so it would feed itself without end",
            "14:34: pipelines[3].dead-letter.file.path: the pipeline's source reads "
                + log
                + ", so it would feed itself without end",
            "17:12: pipelines[4].order: the source gives its messages no keys, so there is no order"
                + " to keep",
            "20:5: pipelines[5].source: the admin server has the port 7070 of 127.0.0.1 already",
            "24:5: pipelines[6].sink: pipeline port has the file "
                + Path.of("same.log").toAbsolutePath()
                + " already",
            "27:14: pipelines[7].handler.class.name: there is no class com.example.Nope on the"
                + " class path");
  }

  @Test
  void looksThroughLinksAndAtDirectories() throws Exception {
    Path log = Files.createFile(directory.resolve("app.log"));
    Path link = Files.createSymbolicLink(directory.resolve("link.log"), log);
    Path config =
        config(
            """
            pipelines:
              - name: link
                source: { file: { path: %s } }
                sink: { file: { path: %s } }
              - name: directory
                source: { memory: { count: 1 } }
                sink: { file: { path: %s } }
              - name: nothing
                source: { memory: { count: 1 } }
                handler: { exec: { command: [""] } }
            """
                .formatted(log, link, directory));

    assertThat(run("config", "check", config.toString())).isEqualTo(78);
    assertThat(text(err).replace(config + ":", "").lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("4:27: ").contains("feed itself without end"),
            line -> assertThat(line).startsWith("7:27: ").contains(directory + "', a directory"),
            line -> assertThat(line).startsWith("10:24: ").contains("the program"));
  }

  @Test
  void endsWith64OnWrongUsage() throws Exception {
    assertThat(run()).isEqualTo(64);
    assertThat(run("rnu")).isEqualTo(64);
    assertThat(run("config")).isEqualTo(64);
    assertThat(run("run")).isEqualTo(64);
    assertThat(run("run", config(GOOD).toString(), "--verbose")).isEqualTo(64);
    assertThat(text(err)).contains("a key of the configuration is set with --section.key=value");
  }

  @Test
  void helpsAndTellsItsVersion() {
    assertThat(run("help")).isZero();
    assertThat(run("run", "--help")).isZero();
    assertThat(run("version")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(text(out)).contains("Usage: millrace run").contains("millrace development (Java ");
  }

  private int run(String... arguments) {
    Map<String, String> environment = Map.of("MILLRACE_ADMIN_PORT", "7070");
    return Main.execute(
        new CommandContext(environment, print(out), print(err), (stop, reload) -> {}), arguments);
  }

  private Path config(String text) throws IOException {
    return Files.writeString(directory.resolve("orders.yaml"), text);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
