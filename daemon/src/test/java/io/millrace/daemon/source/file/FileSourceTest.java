package io.millrace.daemon.source.file;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.sink.file.FileSinkType;
import io.millrace.daemon.source.InvalidMessages;
import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FileSourceTest {
  @TempDir Path directory;

  @Test
  void deliversLinesWithoutTheirEndsAndTheLastOneAlsoWithoutAnEnd() throws Exception {
    write("in.log", "one\ntwo\r\n\nlast");

    assertThat(texts(readAll("path", "in.log"))).containsExactly("one", "two", "", "last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logs/{a,b", "{a{b}}", "", "a\0b"})
  void refusesWhatCannotBeTheNameOfAFile(String path) {
    assertThatThrownBy(() -> source("path", path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("path");
  }

  @Test
  void numbersMessagesByThePositionOfTheirLines() throws Exception {
    write("in.log", "one\ntwo\n");

    List<Message<byte[]>> messages = readAll("path", "in.log");

    assertThat(messages).extracting(Message::offset).containsExactly(0L, 4L);
    assertThat(messages.get(0).partition().source())
        .isEqualTo(directory.resolve("in.log").toString());
  }

  @Test
  void findsKeysByColumnRegexAndJson() throws Exception {
    write("columns", "a b c\nx\nd  e\n");
    write("json", "{\"user\":{\"id\":7,\"tags\":[1]},\"id\":8}\n{\"user\":1}\n");

    assertThat(keys("path", "columns", "key", MapOptions.map("field", 2)))
        .containsExactly("b", "none", "");
    assertThat(
            keys("path", "columns", "position", "none", "key", MapOptions.map("regex", "^(\\w) ")))
        .containsExactly("a", "none", "d");
    assertThat(keys("path", "json", "format", "ndjson", "key", MapOptions.map("json", "user.id")))
        .containsExactly("7", "none");
  }

  @Test
  void aFileThatCannotBeReadIsLeftOutAndNamed() throws Exception {
    Files.createDirectory(directory.resolve("a.log"));
    write("b.log", "one\n");
    try (Source source = source("path", List.of("a.log", "b.log"))) {
      assertThat(texts(HandFetch.toEnd(source.producers().create(0)))).containsExactly("one");

      assertThat(source.incomplete())
          .hasValueSatisfying(
              why -> assertThat(why).contains("a.log is a directory; for the files in it write"));
    }
  }

  @Test
  void aFollowedFileThatCannotBeReadHoldsUpNoOther() throws Exception {
    Files.createDirectory(directory.resolve("a.log"));
    write("b.log", "one\n");
    try (Source source = source("path", List.of("a.log", "b.log"), "follow", true)) {
      Producer<byte[]> producer = source.producers().create(0);

      assertThatThrownBy(() -> HandFetch.once(producer, 10))
          .hasMessageContaining("a.log is a directory; for the files in it write");
      assertThat(texts(HandFetch.once(producer, 1))).containsExactly("one");
      producer.close();
    }
  }

  @Test
  void bringsDeadLettersBackAsTheMessagesTheyWere() throws Exception {
    byte[] binary = {(byte) 0xff, 0, 10};
    Message<byte[]> text =
        Message.builder("a \"line\"".getBytes(UTF_8))
            .key("k")
            .headers(Headers.of("tenant", "7").with(DeadLetterHeaders.REASON, "no luck"))
            .timestampMillis(1_700_000_000_123L)
            .build();
    try (Sink sink =
        new FileSinkType()
            .configure(
                MapOptions.of("path", "dead.ndjson", "format", "envelope"), context(directory))) {
      sink.pusher().push(List.of(text, Message.of(binary)));
    }
    Files.writeString(directory.resolve("dead.ndjson"), "[]\n", StandardOpenOption.APPEND);

    List<Message<byte[]>> back = readAll("path", "dead.ndjson", "format", "envelope");

    assertThat(back).hasSize(3);
    assertThat(back.get(0).payload()).isEqualTo(text.payload());
    assertThat(back.get(0).key()).contains("k");
    assertThat(back.get(0).timestampMillis()).isEqualTo(text.timestampMillis());
    assertThat(back.get(0).headers())
        .isEqualTo(Headers.of("tenant", "7").with(DeadLetterHeaders.REDRIVES, "1"));
    assertThat(back.get(1).payload()).isEqualTo(binary);
    assertThat(back.get(2).headers().get(InvalidMessages.HEADER)).isPresent();
  }

  @Test
  void marksLinesThatAreNotJson() throws Exception {
    write("in.json", "{\"a\":1}\n\n{\"a\":\nnot\n1 2\n");

    List<Message<byte[]>> messages = readAll("path", "in.json", "format", "ndjson");

    assertThat(texts(messages)).containsExactly("{\"a\":1}", "{\"a\":", "not", "1 2");
    assertThat(messages)
        .extracting(message -> message.headers().get(InvalidMessages.HEADER).isPresent())
        .containsExactly(false, true, true, true);
  }

  @Test
  void passesBinaryGarbageOnAsItIs() throws Exception {
    byte[] garbage = {0, (byte) 0xff, (byte) 0x8a, '\n', (byte) 0xc3, 0x28, '\n'};
    Files.write(directory.resolve("in.bin"), garbage);

    assertThat(readAll("path", "in.bin", "key", MapOptions.map("field", 1)))
        .extracting(Message::payload)
        .containsExactly(new byte[] {0, (byte) 0xff, (byte) 0x8a}, new byte[] {(byte) 0xc3, 0x28});
  }

  @Test
  void readsTheFilesThatPatternsNameEachOnce() throws Exception {
    write("logs/a/1.log", "a1\n");
    write("logs/a/2.txt", "a2\n");
    write("logs/b/1.log", "b1\n");
    write("plain", "p\n");

    List<String> lines =
        texts(readAll("paths", List.of("logs/{a,b}/*.log", "logs/?/1.log", "plain")));

    assertThat(lines).containsExactlyInAnyOrder("a1", "b1", "p");
  }

  @Test
  void aLineOfAGibibyteIsLeftOutAndTheNextOneHandled() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("in.log").toFile(), "rw")) {
      file.write("first\n".getBytes(UTF_8));
      file.seek(1L << 30);
      file.write("\nlast\n".getBytes(UTF_8));
    }

    List<Message<byte[]>> messages = readAll("path", "in.log");

    assertThat(texts(messages)).containsExactly("first", "last");
    assertThat(messages.get(1).offset()).isEqualTo((1L << 30) + 1);
  }

  @Test
  void goesOnAfterARestartWhereWorkWasFinished() throws Exception {
    write("in.log", "1\n2\n3\n4\n5\n");
    try (Source source = source("path", "in.log")) {
      Producer<byte[]> producer = source.producers().create(0);
      List<Message<byte[]>> messages = HandFetch.once(producer, 4);
      HandFetch.ack(producer, List.of(messages.get(0), messages.get(2)));
      HandFetch.settle(
          producer, Settlement.Kind.RETURNED, List.of(messages.get(1), messages.get(3)));
      producer.close();
    }

    assertThat(texts(readAll("path", "in.log"))).containsExactly("2", "4", "5");
  }

  @Test
  void aRestartWithoutAnOrderlyStopRepeatsOnlyWhatWasNotSettled() throws Exception {
    write("in.log", "1\n2\n3\n4\n");
    Source killed = source("path", "in.log", "position-interval", Duration.ZERO);
    Producer<byte[]> producer = killed.producers().create(0);
    List<Message<byte[]>> messages = HandFetch.once(producer, 4);
    HandFetch.ack(producer, List.of(messages.get(0), messages.get(3)));
    Path copy = Files.createDirectories(directory.resolve("state-after-kill"));
    try (var positions = Files.list(directory.resolve("state/positions"))) {
      for (Path position : positions.toList()) {
        Files.copy(position, copy.resolve(position.getFileName()));
      }
    }
    producer.close();
    killed.close();
    try (var positions = Files.list(copy)) {
      for (Path position : positions.toList()) {
        Files.copy(
            position,
            directory.resolve("state/positions").resolve(position.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }

    assertThat(texts(readAll("path", "in.log"))).containsExactly("2", "3");
  }

  @Test
  void aReplacedFileIsReadFromItsStart() throws Exception {
    write("in.log", "old 1\nold 2\n");
    ackAll("path", "in.log");

    Files.write(directory.resolve("in.log"), "new 1\nnew 2\nnew 3\n".getBytes(UTF_8));

    assertThat(texts(readAll("path", "in.log"))).containsExactly("new 1", "new 2", "new 3");
  }

  @Test
  void readsOnlyWhatWasAppendedSinceTheLastRun() throws Exception {
    write("in.log", "1\n");
    ackAll("path", "in.log");
    append("in.log", "2\n");

    assertThat(texts(readAll("path", "in.log"))).containsExactly("2");
  }

  @Test
  void refusesADamagedPositionFileAndNamesIt() throws Exception {
    write("in.log", "1\n");
    ackAll("path", "in.log");
    Path position;
    try (var positions = Files.list(directory.resolve("state/positions"))) {
      position = positions.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(position);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] ^= 0x10;
    }
    Files.write(position, bytes);

    assertThatThrownBy(() -> readAll("path", "in.log"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(position.toString())
        .hasMessageContaining("damaged");

    Files.write(position, new byte[0]);
    assertThatThrownBy(() -> readAll("path", "in.log")).hasMessageContaining(position.toString());
  }

  @Test
  void aTornWriteOfThePositionCostsOnlyTheLatestProgress() throws Exception {
    write("in.log", "1\n2\n3\n");
    try (Source source = source("path", "in.log", "position-interval", Duration.ZERO)) {
      Producer<byte[]> producer = source.producers().create(0);
      List<Message<byte[]>> messages = HandFetch.once(producer, 3);
      HandFetch.ack(producer, messages.subList(0, 1));
      HandFetch.ack(producer, messages.subList(1, 2));
      producer.close();
    }
    Path position;
    try (var positions = Files.list(directory.resolve("state/positions"))) {
      position = positions.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(position);
    // The third write, counting the first one at the creation, is in the second slot.
    bytes[4096 + 64 * 1024 + 20] ^= 1;
    Files.write(position, bytes);

    assertThat(texts(readAll("path", "in.log"))).containsExactly("2", "3");
  }

  @Test
  void twoSourcesDoNotShareAPosition() throws Exception {
    write("in.log", "1\n2\n");
    try (Source source = source("path", "in.log")) {
      Producer<byte[]> producer = source.producers().create(0);
      HandFetch.once(producer, 1);

      assertThatThrownBy(() -> readAll("path", "in.log")).hasMessageContaining("is in use");
      producer.close();
    }
  }

  @Test
  void severalProducersShareTheFiles() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      write("in/" + i, "line " + i + "\n");
      expected.add("line " + i);
    }
    try (Source source = source("path", "in/*")) {
      Producer<byte[]> first = source.producers().create(0);
      Producer<byte[]> second = source.producers().create(1);
      List<Message<byte[]>> messages = new ArrayList<>(HandFetch.once(first, 4));
      messages.addAll(HandFetch.toIdle(second));
      messages.addAll(HandFetch.toEnd(first));
      messages.addAll(HandFetch.toEnd(second));

      assertThat(texts(messages)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(source.progress()).contains(new Source.Progress(63, 63, "bytes"));
    }
  }

  @Test
  void aFileThatAProducerGivesUpIsReadOnByAnother() throws Exception {
    write("in.log", "1\n2\n3\n");
    try (Source source = source("path", "in.log", "position", "none")) {
      Producer<byte[]> first = source.producers().create(0);
      List<Message<byte[]>> messages = HandFetch.once(first, 2);
      HandFetch.ack(first, messages.subList(0, 1));
      HandFetch.settle(first, Settlement.Kind.RETURNED, messages.subList(1, 2));
      first.close();

      assertThat(texts(HandFetch.toEnd(source.producers().create(1)))).containsExactly("2", "3");
    }
  }

  @Test
  void aMissingFileIsNotWaitedForButNamedOnceTheOthersAreRead() throws Exception {
    write("here.log", "here\n");
    try (Source source = source("paths", List.of("missing.log", "here.log"))) {
      Producer<byte[]> producer = source.producers().create(0);
      assertThat(source.notReady())
          .hasValueSatisfying(problem -> assertThat(problem).endsWith("does not exist"));

      assertThat(texts(HandFetch.toEnd(producer))).containsExactly("here");

      assertThat(source.incomplete())
          .contains(directory.resolve("missing.log") + " does not exist");
    }
  }

  @Test
  void aMissingFileThatIsFollowedIsWaitedFor() throws Exception {
    try (Source source =
        source("path", "later.log", "follow", true, "scan-interval", Duration.ZERO)) {
      Producer<byte[]> producer = source.producers().create(0);
      HandFetch.toIdle(producer);

      write("later.log", "here\n");

      assertThat(texts(HandFetch.toIdle(producer))).containsExactly("here");
      assertThat(source.incomplete()).isEmpty();
    }
  }

  @Test
  void aPatternThatMatchesNothingLeavesNothingOut() throws Exception {
    try (Source source = source("path", "*.log")) {
      assertThat(HandFetch.toEnd(source.producers().create(0))).isEmpty();
      assertThat(source.incomplete()).isEmpty();
    }
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> source("follow", true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("path");
    assertThatThrownBy(() -> source("path", "x", "key", MapOptions.map("json", "a")))
        .hasMessageContaining("ndjson");
    assertThatThrownBy(() -> source("path", "x", "key", MapOptions.map("field", 1, "regex", "a")))
        .hasMessageContaining("one of field, regex and json");
    assertThatThrownBy(() -> source("path", "x", "key", MapOptions.map("regex", "(")))
        .hasMessageContaining("regular expression");
  }

  private Source source(Object... options) throws IOException {
    return new FileSourceType().configure(MapOptions.of(options), context(directory));
  }

  private List<Message<byte[]>> readAll(Object... options) throws Exception {
    try (Source source = source(options);
        Producer<byte[]> producer = source.producers().create(0)) {
      return HandFetch.toEnd(producer);
    }
  }

  private void ackAll(Object... options) throws Exception {
    try (Source source = source(options);
        Producer<byte[]> producer = source.producers().create(0)) {
      HandFetch.ack(producer, HandFetch.toEnd(producer));
    }
  }

  private List<String> keys(Object... options) throws Exception {
    return readAll(options).stream().map(message -> message.key().orElse("none")).toList();
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void append(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content, StandardOpenOption.APPEND);
  }
}
