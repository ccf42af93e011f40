package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.daemon.fixture.MapOptions;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          json|user.id|{"user":{"id":7,"name":"a"}}|7
          json|user.id|{"user":{"name":"a"}}|
          json|user.id|no JSON|
          json|id|[1]|
          field|2|a b c|b
          field|4|a b c|
          regex|id=(\\w+)|x id=42 y|42
          regex|\\d+|order 17|17
          regex|\\d+|none|
          header|tenant|whatever|blue
          header|colour|whatever|
          """)
  void isFoundWhereTheOptionSays(String how, String where, String payload, String key) {
    ContentKey finding =
        ContentKey.from(MapOptions.of("key", MapOptions.map(how, value(how, where)))).orElseThrow();
    Message<byte[]> message =
        Message.builder(payload.getBytes(UTF_8))
            .key("the record's")
            .headers(Headers.of("tenant", "blue"))
            .build();

    assertThat(finding.apply(message).orElse(null)).isEqualTo(key);
  }

  private static Object value(String how, String where) {
    return how.equals("field") ? Integer.valueOf(where) : where;
  }

  @Test
  void isTheRecordsWhereNothingIsSaid() {
    assertThat(ContentKey.from(MapOptions.of())).isEmpty();
  }
}
