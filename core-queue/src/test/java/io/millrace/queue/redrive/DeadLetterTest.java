package io.millrace.queue.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static DeadLetter of(Headers headers) {
    return new DeadLetter("0-1", Message.builder(new byte[0]).headers(headers).build());
  }

  @Test
  void saysWhyWhenceAndWhen() {
    DeadLetter letter =
        of(
            Headers.of(DeadLetterHeaders.REASON, "timeout")
                .with(DeadLetterHeaders.ORIGIN, "orders")
                .with(DeadLetterHeaders.TIME, "2026-11-25T10:00:00Z"));
    assertThat(letter.reason()).isEqualTo("timeout");
    assertThat(letter.origin()).isEqualTo("orders");
    assertThat(letter.time()).contains(Instant.parse("2026-11-25T10:00:00Z"));
  }

  @Test
  void bearsWithLettersThatSayNothing() {
    assertThat(of(Headers.empty()).reason()).isEmpty();
    assertThat(of(Headers.empty()).time()).isEmpty();
    assertThat(of(Headers.of(DeadLetterHeaders.TIME, "yesterday")).time()).isEmpty();
  }
}
