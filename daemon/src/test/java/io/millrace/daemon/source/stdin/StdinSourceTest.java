package io.millrace.daemon.source.stdin;

import static io.millrace.daemon.fixture.Fixtures.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.source.line.LineFormat;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StdinSourceTest {
  @Test
  void deliversTheLinesOfTheStreamAndEnds() throws Exception {
    String text = "one two\n" + "x".repeat(200_000) + "\nlast";
    try (Producer<byte[]> producer =
        source(text, "key", MapOptions.map("field", 2)).producers().create(0)) {
      List<Message<byte[]>> messages = HandFetch.toEnd(producer);

      assertThat(texts(messages)).containsExactly("one two", "x".repeat(200_000), "last");
      assertThat(messages.get(0).key()).contains("two");
    }
  }

  @Test
  void leavesOutALineBeyondTheLimit() throws Exception {
    StdinSource source = source("1\n12345\n2\n", "max-line", 4);
    try (Producer<byte[]> producer = source.producers().create(0)) {
      assertThat(texts(HandFetch.toEnd(producer))).containsExactly("1", "2");
    }
    assertThat(source.skipped()).isEqualTo(1);
  }

  @Test
  void onlyOneProducerReads() throws Exception {
    StdinSource source = source("1\n");
    try (Producer<byte[]> first = source.producers().create(0);
        Producer<byte[]> second = source.producers().create(1)) {
      assertThat(HandFetch.toEnd(second)).isEmpty();
      assertThat(HandFetch.toEnd(first)).hasSize(1);
    }
  }

  @Test
  void aStreamThatSaysNothingDoesNotHoldTheProducer() throws Exception {
    try (PipedOutputStream writer = new PipedOutputStream();
        PipedInputStream stream = new PipedInputStream(writer);
        Producer<byte[]> producer = source(stream).producers().create(0)) {
      assertThat(HandFetch.once(producer, 10)).isEmpty();
    }
  }

  private static StdinSource source(String text, Object... options) {
    return source(new ByteArrayInputStream(text.getBytes(UTF_8)), options);
  }

  private static StdinSource source(InputStream stream, Object... options) {
    return new StdinSource(
        LineFormat.from(MapOptions.of(options)),
        new SkippedLines(new SimpleMeterRegistry(), "test"),
        () -> stream);
  }
}
