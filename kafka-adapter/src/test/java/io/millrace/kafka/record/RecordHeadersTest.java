package io.millrace.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Headers;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {
  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final org.apache.kafka.common.header.Headers record =
      new ProducerRecord<byte[], byte[]>("t", new byte[0]).headers();

  @Test
  void passesTheTraceparentUnchangedBothWays() {
    record.add("traceparent", TRACEPARENT.getBytes(UTF_8));
    Headers headers = RecordHeaders.read(record);
    assertThat(headers.get("traceparent")).contains(TRACEPARENT);

    org.apache.kafka.common.header.Headers written =
        new ProducerRecord<byte[], byte[]>("t", new byte[0]).headers();
    RecordHeaders.write(headers, written);
    assertThat(written.lastHeader("traceparent").value()).isEqualTo(TRACEPARENT.getBytes(UTF_8));
  }

  @Test
  void keepsNamesValuesAndOrder() {
    RecordHeaders.write(Headers.of("b", "1").with("a", "zwei \u00e4"), record);
    assertThat(RecordHeaders.read(record).entries())
        .containsExactly(Map.entry("b", "1"), Map.entry("a", "zwei \u00e4"));
  }

  @Test
  void givesBinaryValuesBackAsTheyWere() {
    byte[] binary = {(byte) 0x80, 0, 7};
    record.add("id", binary);
    Headers headers = RecordHeaders.read(record);
    assertThat(headers.get("id")).contains(RecordText.BINARY + "gAAH");

    RecordHeaders.write(headers, record);
    assertThat(record.lastHeader("id").value()).isEqualTo(binary);
  }

  @Test
  void takesNullForEmpty() {
    record.add("nothing", null);
    assertThat(RecordHeaders.read(record).get("nothing")).contains("");
  }

  @Test
  void takesTheLastOfSeveralValues() {
    record.add("hop", "1".getBytes(UTF_8)).add("hop", "2".getBytes(UTF_8));
    assertThat(RecordHeaders.read(record)).isEqualTo(Headers.of("hop", "2"));
  }

  @Test
  void sharesOneInstanceWhereThereAreNone() {
    assertThat(RecordHeaders.read(record)).isSameAs(Headers.empty());
  }
}
