package io.millrace.daemon.sink.stdout;

import static io.millrace.daemon.fixture.Fixtures.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.SinkType;
import io.millrace.daemon.spi.SourceType;
import java.io.ByteArrayOutputStream;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class StdoutSinkTest {
  @Test
  void writesALineForEachMessage() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StdoutSink sink = new StdoutSink(RecordFormat.LINES, out)) {
      sink.push(messages("one", "two"));
    }

    assertThat(out).hasToString("one\ntwo\n");
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
