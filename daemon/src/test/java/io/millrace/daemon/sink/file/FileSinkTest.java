package io.millrace.daemon.sink.file;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.message;
import static io.millrace.daemon.fixture.Fixtures.messages;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.SourcePartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FileSinkTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"os", "interval", "always"})
  void appendsEachMessageAsALine(String sync) throws Exception {
    Files.writeString(out(), "there before\n");

    try (Sink sink = sink("path", "out.log", "sync", sync)) {
      sink.pusher().push(messages("one", "two"));
      sink.pusher().push(messages("three"));
    }

    assertThat(Files.readString(out())).isEqualTo("there before\none\ntwo\nthree\n");
  }

  @Test
  void writesDeadLettersSoThatTheyCanBeReadBack() throws Exception {
    MapOptions asLines = MapOptions.of("path", "out.log", "format", "lines");
    FileSinkType type = new FileSinkType();
    try (Sink standard =
            type.configureDeadLetters(MapOptions.of("path", "out.log"), context(directory));
        Sink lines = type.configureDeadLetters(asLines, context(directory))) {
      assertThat(standard.deadLetters()).isPresent();
      assertThat(lines.deadLetters()).isEmpty();
    }
    assertThat(asLines.warnings())
        .singleElement()
        .asString()
        .contains("test.format")
        .contains("leave format out");
  }

  @Test
  void endsALineOfSomebodyElseThatHasNoEnd() throws Exception {
    Files.writeString(out(), "somebody's");

    try (Sink sink = sink("path", "out.log")) {
      sink.pusher().push(messages("ours"));
    }

    assertThat(Files.readString(out())).isEqualTo("somebody's\nours\n");
  }

  @Test
  void cutsOffARecordThatACrashLeftUnfinished() throws Exception {
    crashAfter("whole");
    Files.writeString(out(), "whole\nto");

    try (Sink sink = sink("path", "out.log")) {
      sink.pusher().push(messages("torn"));
    }

    assertThat(Files.readString(out())).isEqualTo("whole\ntorn\n");
  }

  @Test
  void rotatesBySizeAndKeepsSoMany() throws Exception {
    try (Sink sink = sink("path", "out.log", "rotate", MapOptions.map("size", 10, "keep", 2))) {
      for (int i = 1; i <= 8; i++) {
        sink.pusher().push(messages("1234" + i));
      }
    }

    assertThat(Files.readString(out())).isEqualTo("12348\n");
    assertThat(Files.readString(directory.resolve("out.log.1"))).isEqualTo("12347\n");
    assertThat(Files.readString(directory.resolve("out.log.2"))).isEqualTo("12346\n");
    assertThat(directory.resolve("out.log.3")).doesNotExist();
  }

  @Test
  void workersShareTheFileAndLinesStayWhole() throws Exception {
    TreeSet<String> expected = new TreeSet<>();
    try (Sink sink = sink("path", "out.log", "sync", "always")) {
      Pusher<byte[]> pusher = sink.pusher();
      ExecutorService workers = Executors.newFixedThreadPool(4);
      List<Future<?>> results = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        String name = "worker " + worker + " ".repeat(100 * worker);
        for (int i = 0; i < 50; i++) {
          expected.add(name + i);
        }
        results.add(
            workers.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    pusher.push(messages(name + i));
                  }
                  return null;
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
      workers.shutdown();
    }

    assertThat(Files.readAllLines(out()))
        .hasSize(200)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void largeBatchesAndLargeMessagesAreWrittenWhole() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add("x".repeat(i * 40));
    }
    lines.add("y".repeat(3_000_000));
    lines.add("z");

    try (Sink sink = sink("path", "out.log")) {
      sink.pusher().push(messages(lines.toArray(new String[0])));
    }

    assertThat(Files.readAllLines(out())).isEqualTo(lines);
  }

  @Test
  void aFullDiskLeavesNoPartOfABatchAndHealsWhenThereIsSpace() throws Exception {
    try (LimitedFile file = new LimitedFile(DiskFile.open(out()));
        FilePusher pusher = new FilePusher(settings(), directory.resolve("state"), path -> file)) {
      pusher.push(messages("first"));
      file.limit(10);

      assertThatThrownBy(() -> pusher.push(messages("second", "third")))
          .isInstanceOfSatisfying(
              PushException.class, e -> assertThat(e.failed().cardinality()).isEqualTo(2))
          .hasMessageContaining(out().toString())
          .hasMessageContaining("at byte 6")
          .hasMessageContaining("No space left on device");
      assertThat(Files.readString(out())).isEqualTo("first\n");

      file.limit(Long.MAX_VALUE);
      pusher.push(messages("second", "third"));
    }

    assertThat(Files.readString(out())).isEqualTo("first\nsecond\nthird\n");
  }

  @Test
  void whatCannotBeCutOffAtOnceIsCutOffBeforeTheNextBatch() throws Exception {
    try (LimitedFile file = new LimitedFile(DiskFile.open(out()));
        FilePusher pusher = new FilePusher(settings(), directory.resolve("state"), path -> file)) {
      file.limit(3);
      file.refuseTruncate(true);
      assertThatThrownBy(() -> pusher.push(messages("first"))).isInstanceOf(PushException.class);
      assertThat(Files.readString(out())).isEqualTo("fir");

      file.limit(Long.MAX_VALUE);
      file.refuseTruncate(false);
      pusher.push(messages("other"));
    }

    assertThat(Files.readString(out())).isEqualTo("other\n");
  }

  @Test
  void aBatchInSeveralWritesIsTakenBackWhole() throws Exception {
    try (LimitedFile file = new LimitedFile(DiskFile.open(out()));
        FilePusher pusher = new FilePusher(settings(), directory.resolve("state"), path -> file)) {
      pusher.push(messages("first"));
      file.limit(2_500_000);

      String megabyte = "x".repeat(900_000);
      assertThatThrownBy(() -> pusher.push(messages(megabyte, megabyte, megabyte, megabyte)))
          .isInstanceOf(PushException.class);
    }

    assertThat(Files.readString(out())).isEqualTo("first\n");
  }

  @Test
  void followsLogrotateToTheNewFile() throws Exception {
    try (Sink sink = sink("path", "out.log")) {
      sink.pusher().push(messages("before"));
      Files.move(out(), directory.resolve("moved"));
      await()
          .until(
              () -> {
                sink.pusher().push(messages("after"));
                return Files.exists(out());
              });
    }

    assertThat(Files.readAllLines(directory.resolve("moved")).get(0)).isEqualTo("before");
    assertThat(Files.readAllLines(out())).containsOnly("after");
  }

  @Test
  void twoSinksDoNotWriteOneFile() throws Exception {
    try (Sink first = sink("path", "out.log");
        Sink second = sink("path", "out.log")) {
      first.pusher().push(messages("one"));

      assertThatThrownBy(() -> second.pusher().push(messages("two")))
          .hasMessageContaining("another sink");
    }
  }

  @Test
  void anEnvelopeHoldsWhatIsKnownOfTheMessage() throws Exception {
    Message<byte[]> text =
        Message.builder("a\n\"b\"".getBytes(UTF_8))
            .key("k")
            .headers(Headers.of("why", "because"))
            .position(new SourcePartition("in.log", 2), 17)
            .attempt(3)
            .timestampMillis(1_000)
            .build();
    Message<byte[]> binary = Message.of(new byte[] {(byte) 0xff, 0});

    try (Sink sink = sink("path", "out.log", "format", "envelope")) {
      sink.pusher().push(List.of(text, binary));
    }

    List<String> lines = Files.readAllLines(out());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.get("payload").asText()).isEqualTo("a\n\"b\"");
    assertThat(first.get("key").asText()).isEqualTo("k");
    assertThat(first.get("headers").get("why").asText()).isEqualTo("because");
    assertThat(first.get("origin").asText()).isEqualTo("in.log");
    assertThat(first.get("offset").asLong()).isEqualTo(17);
    assertThat(first.get("time").asText()).isEqualTo("1970-01-01T00:00:01Z");
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.get("payload_base64").binaryValue()).containsExactly(0xff, 0);
    assertThat(second.has("offset")).isFalse();
  }

  private void crashAfter(String line) throws Exception {
    // What a killed process leaves: its mark, and no more; the lock goes with the process.
    FilePusher pusher = new FilePusher(settings(), directory.resolve("state"), DiskFile::open);
    pusher.push(List.of(message(line)));
    Path sinks = directory.resolve("state/sinks");
    Path mark;
    try (var marks = Files.list(sinks)) {
      mark = marks.findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(mark);
    pusher.close();
    Files.write(mark, content);
  }

  private Path out() {
    return directory.resolve("out.log");
  }

  private FileSinkSettings settings() {
    return FileSinkSettings.from(MapOptions.of("path", "out.log"), directory, RecordFormat.LINES);
  }

  private Sink sink(Object... options) throws IOException {
    return new FileSinkType().configure(MapOptions.of(options), context(directory));
  }
}
