package io.millrace.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  @Property
  void givesBackTheSameBytes(@ForAll byte[] bytes) {
    assertThat(RecordText.toBytes(RecordText.of(bytes))).isEqualTo(bytes);
  }

  @Property
  void givesBackTheSameBytesOfAnyTextBehindTheBinaryMark(@ForAll @NotBlank String rest) {
    byte[] bytes = (RecordText.BINARY + rest).getBytes(UTF_8);
    assertThat(RecordText.toBytes(RecordText.of(bytes))).isEqualTo(bytes);
  }

  @Test
  void takesUtf8AsItIs() {
    String text = "Ключ 42 \uFFFD \uD83D\uDD11";
    assertThat(RecordText.of(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(RecordText.toBytes(text)).isEqualTo(text.getBytes(UTF_8));
  }

  @Test
  void showsOtherBytesAsADataUri() {
    assertThat(RecordText.of(new byte[] {(byte) 0xFF, 0, 1})).isEqualTo(RecordText.BINARY + "/wAB");
  }

  @Test
  void writesTextThatOnlyLooksEncodedAsText() {
    String text = RecordText.BINARY + "%%%";
    assertThat(RecordText.toBytes(text)).isEqualTo(text.getBytes(UTF_8));
  }
}
