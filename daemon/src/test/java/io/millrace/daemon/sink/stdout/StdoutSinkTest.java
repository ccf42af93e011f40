package io.millrace.daemon.sink.stdout;

import static io.millrace.daemon.fixture.Fixtures.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.SinkType;
import io.millrace.daemon.spi.SourceType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class StdoutSinkTest {
  @Test
  void writesALineForEachMessage() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StdoutSink sink = new StdoutSink(RecordFormat.LINES, out, () -> true)) {
      sink.push(messages("one", "two"));
    }

    assertThat(out).hasToString("one\ntwo\n");
  }

  @Test
  void isGoneOnceNobodyReadsIt() {
    StdoutSink sink = new StdoutSink(RecordFormat.LINES, new FailingStream(), () -> false);

    assertThatThrownBy(() -> sink.push(messages("one"))).hasMessageContaining("stdout is closed");

    assertThat(sink.gone()).isCompletedWithValueMatching(why -> why.contains("Broken pipe"));
  }

  @Test
  void waitsForRoomWhereTheStreamIsAFile() {
    StdoutSink sink = new StdoutSink(RecordFormat.LINES, new FailingStream(), () -> true);

    assertThatThrownBy(() -> sink.push(messages("one"))).hasMessage("Broken pipe");

    assertThat(sink.gone()).isNotDone();
  }

  private static final class FailingStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  @Test
  void everyKindIsFoundByItsName() {
    assertThat(ServiceLoader.load(SourceType.class))
        .extracting(SourceType::name)
        .contains("file", "http", "memory", "stdin");
    assertThat(ServiceLoader.load(SinkType.class))
        .extracting(SinkType::name)
        .contains("drop", "file", "http", "log", "stdout");
    assertThat(ServiceLoader.load(HandlerType.class))
        .extracting(HandlerType::name)
        .contains("class", "exec", "http");
  }
}
