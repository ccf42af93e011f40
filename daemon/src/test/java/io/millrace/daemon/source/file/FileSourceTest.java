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
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FileSourceTest {
  private final Path directory;

  private final SourceFiles files;

  FileSourceTest(@TempDir Path directory) {
    this.directory = directory;
    files = new SourceFiles(directory);
  }

  @Test
  void deliversLinesWithoutTheirEndsAndTheLastOneAlsoWithoutAnEnd() throws Exception {
    files.write("in.log", "one\ntwo\r\n\nlast");

    assertThat(texts(files.readAll("path", "in.log"))).containsExactly("one", "two", "", "last");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logs/{a,b", "{a{b}}", "", "a\0b"})
  void refusesWhatCannotBeTheNameOfAFile(String path) {
    assertThatThrownBy(() -> files.source("path", path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("path");
  }

  @Test
  void numbersMessagesByThePositionOfTheirLines() throws Exception {
    files.write("in.log", "one\ntwo\n");

    List<Message<byte[]>> messages = files.readAll("path", "in.log");

    assertThat(messages).extracting(Message::offset).containsExactly(0L, 4L);
    assertThat(messages.get(0).partition().source())
        .isEqualTo(directory.resolve("in.log").toString());
  }

  @Test
  void findsKeysByColumnRegexAndJson() throws Exception {
    files.write("columns", "a b c\nx\nd  e\n");
    files.write("json", "{\"user\":{\"id\":7,\"tags\":[1]},\"id\":8}\n{\"user\":1}\n");

    assertThat(files.keys("path", "columns", "key", MapOptions.map("field", 2)))
        .containsExactly("b", "none", "");
    assertThat(
            files.keys(
                "path", "columns", "position", "none", "key", MapOptions.map("regex", "^(\\w) ")))
        .containsExactly("a", "none", "d");
    assertThat(
            files.keys(
                "path", "json", "format", "ndjson", "key", MapOptions.map("json", "user.id")))
        .containsExactly("7", "none");
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

    List<Message<byte[]>> back = files.readAll("path", "dead.ndjson", "format", "envelope");

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
    files.write("in.json", "{\"a\":1}\n\n{\"a\":\nnot\n1 2\n");

    List<Message<byte[]>> messages = files.readAll("path", "in.json", "format", "ndjson");

    assertThat(texts(messages)).containsExactly("{\"a\":1}", "{\"a\":", "not", "1 2");
    assertThat(messages)
        .extracting(message -> message.headers().get(InvalidMessages.HEADER).isPresent())
        .containsExactly(false, true, true, true);
  }

  @Test
  void passesBinaryGarbageOnAsItIs() throws Exception {
    byte[] garbage = {0, (byte) 0xff, (byte) 0x8a, '\n', (byte) 0xc3, 0x28, '\n'};
    Files.write(directory.resolve("in.bin"), garbage);

    assertThat(files.readAll("path", "in.bin", "key", MapOptions.map("field", 1)))
        .extracting(Message::payload)
        .containsExactly(new byte[] {0, (byte) 0xff, (byte) 0x8a}, new byte[] {(byte) 0xc3, 0x28});
  }

  @Test
  void readsTheFilesThatPatternsNameEachOnce() throws Exception {
    files.write("logs/a/1.log", "a1\n");
    files.write("logs/a/2.txt", "a2\n");
    files.write("logs/b/1.log", "b1\n");
    files.write("plain", "p\n");

    List<String> lines =
        texts(files.readAll("paths", List.of("logs/{a,b}/*.log", "logs/?/1.log", "plain")));

    assertThat(lines).containsExactlyInAnyOrder("a1", "b1", "p");
  }

  @Test
  void aLineOfAGibibyteIsLeftOutAndTheNextOneHandled() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("in.log").toFile(), "rw")) {
      file.write("first\n".getBytes(UTF_8));
      file.seek(1L << 30);
      file.write("\nlast\n".getBytes(UTF_8));
    }

    List<Message<byte[]>> messages = files.readAll("path", "in.log");

    assertThat(texts(messages)).containsExactly("first", "last");
    assertThat(messages.get(1).offset()).isEqualTo((1L << 30) + 1);
  }

  @Test
  void severalProducersShareTheFiles() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      files.write("in/" + i, "line " + i + "\n");
      expected.add("line " + i);
    }
    try (Source source = files.source("path", "in/*")) {
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
    files.write("in.log", "1\n2\n3\n");
    try (Source source = files.source("path", "in.log", "position", "none")) {
      Producer<byte[]> first = source.producers().create(0);
      List<Message<byte[]>> messages = HandFetch.once(first, 2);
      HandFetch.ack(first, messages.subList(0, 1));
      HandFetch.settle(first, Settlement.Kind.RETURNED, messages.subList(1, 2));
      first.close();

      assertThat(texts(HandFetch.toEnd(source.producers().create(1)))).containsExactly("2", "3");
    }
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> files.source("follow", true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("path");
    assertThatThrownBy(() -> files.source("path", "x", "key", MapOptions.map("json", "a")))
        .hasMessageContaining("ndjson");
    assertThatThrownBy(
            () -> files.source("path", "x", "key", MapOptions.map("field", 1, "regex", "a")))
        .hasMessageContaining("one of field, regex and json");
    assertThatThrownBy(() -> files.source("path", "x", "key", MapOptions.map("regex", "(")))
        .hasMessageContaining("regular expression");
  }
}
