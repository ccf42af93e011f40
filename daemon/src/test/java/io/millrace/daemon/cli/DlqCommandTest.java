package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dead letters of a pipeline that keeps them where every pipeline does by default. */
@Timeout(120)
class DlqCommandTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path config;

  @BeforeEach
  void giveThreeMessagesUp() throws IOException {
    Path input = Files.writeString(directory.resolve("in.txt"), "a 1\nb 2\nc 3\n");
    config =
        Files.writeString(
            directory.resolve("work.yaml"),
            """
            admin: { enabled: false }
            state: { dir: %s }
            pipelines:
              - name: work
                source: { file: { path: %s, key: { field: 1 } } }
                order: key
                handler: { exec: { command: [sh, -c, 'while read -r l; do echo "dead no $l"; done'] } }
                consumers: 1
            """
                .formatted(directory.resolve("state"), input));
    assertThat(run("run", config.toString())).as(text(err)).isZero();
    err.reset();
  }

  @Test
  void listsThemWithTheirReasons() {
    assertThat(dlq("ls")).isZero();
    assertThat(text(out).lines().findFirst())
        .hasValueSatisfying(
            heading -> assertThat(heading).matches("ID +TIME +ATTEMPTS +ORIGIN +KEY +REASON"));
    assertThat(text(out)).contains("no a 1").contains("no b 2").contains("no c 3");
  }

  @Test
  void listsAsManyAsAskedAndSaysThatThereAreMore() {
    assertThat(dlq("ls", "--limit", "2")).isZero();
    assertThat(text(out).lines()).hasSize(3);
    assertThat(text(err)).isEqualTo("there are more than 2; --limit shows more of them\n");
  }

  @Test
  void listsForPrograms() throws IOException {
    assertThat(dlq("ls", "-f", "json", "--filter", "key=b")).isZero();
    JsonNode list = JsonMapper.builder().build().readTree(out.toByteArray());
    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("reason").textValue()).isEqualTo("no b 2");
    assertThat(list.get(0).has("payload")).isFalse();
  }

  @Test
  void saysThatAFileIsNotThereInsteadOfThatItIsEmpty() {
    Path missing = directory.resolve("missing.ndjson");

    assertThat(run("dlq", "ls", "--file", missing.toString())).isEqualTo(ExitCode.DATA);
    assertThat(text(err)).isEqualTo("millrace: there is no file " + missing + "\n");
  }

  @Test
  void refusesATargetOfAnotherScheme() {
    assertThat(dlq("redrive", "--to", "ftp://host/x")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err))
        .contains("--to wants http://, https://, file:PATH, list:LIST, queue:QUEUE or a topic");
  }

  @Test
  void showsOneWithItsPayload() {
    assertThat(dlq("show", "0")).isZero();
    assertThat(text(out))
        .contains("id: 0\n")
        .contains("key: a\n")
        .contains("millrace-dead-letter-reason: no a 1\n")
        .endsWith("\na 1\n");
    assertThat(dlq("show", "17")).isEqualTo(65);
    assertThat(text(err)).contains("there is no dead letter 17 in file ");
  }

  @Test
  void sendsBackToAFileThatASourceFollows() throws IOException {
    Path target = directory.resolve("again.txt");
    String to = "file:" + target;
    assertThat(dlq("redrive", "--to", to, "--filter", "reason=no b", "--dry-run")).isZero();
    assertThat(text(out)).startsWith("would have sent back 1 of 3 dead letters looked at in file ");
    assertThat(target).doesNotExist();
    assertThat(dlq("redrive", "--to", to, "--filter", "reason=no b")).isZero();
    assertThat(target).hasContent("b 2\n");
    out.reset();
    assertThat(dlq("redrive", "--to", to)).isZero();
    assertThat(target).hasContent("b 2\na 1\nc 3\n");
    assertThat(text(out)).startsWith("sent back 2 of 2 ");
    out.reset();
    assertThat(dlq("ls")).isZero();
    assertThat(text(out)).isEqualTo("no dead letters\n");
  }

  @Test
  void saysWhenASourceHasNoWayBack() {
    assertThat(dlq("redrive")).isEqualTo(64);
    assertThat(text(err))
        .contains("there is no way back to where these came from; say where to with --to");
  }

  @Test
  void keepsWhatTheTargetDoesNotTakeAndEndsWith75() {
    assertThat(dlq("redrive", "--to", "http://127.0.0.1:1/nobody")).isEqualTo(75);
    assertThat(text(out)).startsWith("sent back 0 of ");
    assertThat(text(err)).contains("millrace: stopped early, the others are still there: POST");
    assertThat(dlq("ls")).isZero();
    assertThat(text(out)).contains("no a 1");
  }

  @Test
  void dropsOnlyWhenToldWhich() {
    assertThat(dlq("drop")).isEqualTo(64);
    assertThat(dlq("drop", "--filter", "key=a")).isZero();
    assertThat(dlq("drop", "--all")).isZero();
    assertThat(text(out)).startsWith("dropped 1 of 3 ").contains("dropped 2 of 2 ");
  }

  @Test
  void readsAFileByItsName() {
    assertThat(run("dlq", "ls", "--file", directory + "/state/dead-letters/work.ndjson")).isZero();
    assertThat(text(out)).contains("no a 1");
  }

  @Test
  void readsThoseOfARunThatWasGivenAnotherStateDirectory() {
    Path elsewhere = directory.resolve("elsewhere");

    assertThat(run("run", config.toString(), "--state.dir=" + elsewhere)).isZero();
    assertThat(dlq("drop", "--all")).isZero();
    assertThat(dlq("ls", "--state-dir", elsewhere.toString())).isZero();
    assertThat(text(out)).contains("no a 1");
    assertThat(run("dlq", "ls", "--file", "a", "--state-dir", "b")).isEqualTo(64);
  }

  @Test
  void endsWith65WhenThereIsNoSuchPipeline() {
    assertThat(run("dlq", "ls", "--config", config.toString(), "--pipeline", "wrok")).isEqualTo(65);
    assertThat(text(err))
        .isEqualTo("millrace: there is no pipeline wrok; the pipelines are: work\n");
  }

  @Test
  void endsWith64OnWrongUsage() {
    assertThat(run("dlq")).isEqualTo(64);
    assertThat(run("dlq", "ls")).isEqualTo(64);
    assertThat(run("dlq", "ls", "--file", "a", "--topic", "b")).isEqualTo(64);
    assertThat(dlq("ls", "--filter", "raeson=x")).isEqualTo(64);
    assertThat(dlq("ls", "--limit", "0")).isEqualTo(64);
    assertThat(dlq("redrive", "--rate", "0")).isEqualTo(64);
    assertThat(text(err)).contains("did you mean 'reason'?");
  }

  private int dlq(String verb, String... more) {
    String[] arguments = new String[more.length + 4];
    arguments[0] = "dlq";
    arguments[1] = verb;
    arguments[2] = "--config=" + config;
    arguments[3] = "--pipeline=work";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(arguments);
  }

  private int run(String... arguments) {
    return Main.execute(
        new CommandContext(Map.of(), print(out), print(err), (stop, reload) -> {}), arguments);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
