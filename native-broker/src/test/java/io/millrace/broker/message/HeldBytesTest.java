package io.millrace.broker.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
  @Test
  void smallNumbersTakeNothing() {
    assertThat(Properties.NONE.heldBytes()).isZero();
    assertThat(Properties.builder().persistent().priority(3).build().heldBytes()).isZero();
  }

  @Test
  void textsCountWithTheirLength() {
    Properties properties =
        Properties.builder().messageId("m".repeat(100)).headers(text("h", 1_000)).build();
    assertThat(properties.heldBytes()).isBetween(1_100, 1_400);
    assertThat(new Message("", "k".repeat(200), properties, new byte[10]).heldBytes())
        .isEqualTo(properties.heldBytes() + 210L);
  }

  @Test
  void manySmallValuesCountForWhatTheyAre() {
    Headers.Builder many = Headers.builder();
    for (int n = 0; n < 1_000; n++) {
      many.put("", HeaderValue.Nothing.NOTHING);
    }
    assertThat(heldBytes(many.build())).isGreaterThanOrEqualTo(64_000);
    HeaderValue sequence =
        new HeaderValue.Sequence(List.of(HeaderValue.of(1), HeaderValue.of(2), HeaderValue.of(3)));
    Headers nested =
        Headers.builder().put("s", sequence).put("t", HeaderValue.of(text("inner", 500))).build();
    assertThat(heldBytes(nested)).isBetween(700, 1_100);
  }

  private static int heldBytes(Headers headers) {
    return Properties.builder().headers(headers).build().heldBytes();
  }

  private static Headers text(String name, int length) {
    return Headers.of(name, "x".repeat(length));
  }
}
