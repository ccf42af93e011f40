package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import org.junit.jupiter.api.Test;

class DelayHeaderTest {

  @Test
  void readsAnyKindOfNumber() {
    assertThat(delay(HeaderValue.of(5000))).isEqualTo(5000);
    assertThat(delay(HeaderValue.of(5000L))).isEqualTo(5000);
    assertThat(delay(HeaderValue.of("5000"))).isEqualTo(5000);
    assertThat(delay(HeaderValue.of(1500.9))).isEqualTo(1500);
    assertThat(delay(new HeaderValue.Single(1500.5f))).isEqualTo(1500);
    assertThat(delay(new HeaderValue.Decimal(1, 15009))).isEqualTo(1500);
  }

  @Test
  void anythingElseIsNoDelay() {
    assertThat(DelayHeader.delayMillis(Headers.EMPTY)).isZero();
    assertThat(delay(HeaderValue.of(0))).isZero();
    assertThat(delay(HeaderValue.of(-5000))).isZero();
    assertThat(delay(HeaderValue.of("soon"))).isZero();
    assertThat(delay(HeaderValue.of("99999999999"))).isZero();
    assertThat(delay(HeaderValue.of(true))).isZero();
    assertThat(delay(HeaderValue.of(Double.POSITIVE_INFINITY))).isZero();
  }

  @Test
  void theLongestDelayIsThatOfThePlugin() {
    assertThat(delay(HeaderValue.of(4_294_967_295L))).isEqualTo(4_294_967_295L);
    assertThat(delay(HeaderValue.of(4_294_967_296L))).isZero();
  }

  private static long delay(HeaderValue value) {
    return DelayHeader.delayMillis(Headers.builder().put("x-delay", value).build());
  }
}
