package io.millrace.queue.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queue.Headers;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Elements that stand in somebody's Redis and must stay readable. */
class EnvelopeVersion1Test {
  private static final String FULL =
      "ff4d5231000300000036"
          + "0100000001"
          + hex("k")
          + "0300000004"
          + hex("id-1")
          + "0400000008"
          + "000001930b1c2d3e"
          + "020000000d"
          + "0005"
          + hex("trace")
          + hex("abcdef")
          + "0900000003"
          + hex("new")
          + hex("body");

  @Test
  void readsEveryField() throws Exception {
    Envelope envelope = EnvelopeFormat.read(bytes(FULL));
    assertThat(envelope.attempt()).isEqualTo(3);
    assertThat(envelope.key()).contains("k");
    assertThat(envelope.id()).contains("id-1");
    assertThat(envelope.pushedMillis()).isEqualTo(0x1930b1c2d3eL);
    assertThat(envelope.headers().toMap()).isEqualTo(Map.of("trace", "abcdef"));
    assertThat(envelope.payload()).isEqualTo("body".getBytes(UTF_8));
  }

  @Test
  void writesWhatItReads() throws Exception {
    Envelope envelope = EnvelopeFormat.read(bytes(FULL));
    Envelope again = EnvelopeFormat.read(EnvelopeFormat.write(envelope));
    assertThat(again).usingRecursiveComparison().isEqualTo(envelope);
  }

  @Test
  void readsHowOftenItsWorkersDied() throws Exception {
    byte[] element =
        bytes(
            "ff4d52310004" + "0000000d" + "05000000020003" + "0100000001" + hex("k") + hex("body"));
    assertThat(EnvelopeFormat.recoveries(element)).isEqualTo(3);
    Envelope envelope = EnvelopeFormat.read(element);
    assertThat(envelope.attempt()).isEqualTo(4);
    assertThat(envelope.key()).contains("k");
    assertThat(envelope.payload()).isEqualTo("body".getBytes(UTF_8));
    assertThat(EnvelopeFormat.recoveries(bytes(FULL))).isZero();
    assertThat(EnvelopeFormat.recoveries("body".getBytes(UTF_8))).isZero();
  }

  @Test
  void writesAPlainPayloadAsItIs() throws Exception {
    byte[] payload = "{\"plain\":true}".getBytes(UTF_8);
    assertThat(EnvelopeFormat.write(Envelope.plain(payload))).isSameAs(payload);
    assertThat(EnvelopeFormat.read(payload).payload()).isSameAs(payload);
  }

  @Test
  void keepsAPayloadThatLooksLikeAnEnvelope() throws Exception {
    byte[] payload = bytes("ff4d523100");
    byte[] element = EnvelopeFormat.write(Envelope.plain(payload));
    assertThat(element).isNotEqualTo(payload);
    assertThat(EnvelopeFormat.read(element).payload()).isEqualTo(payload);
  }

  @Test
  void writesAnAttemptAtItsFixedPlace() {
    Envelope envelope =
        new Envelope(
            2, Optional.empty(), Headers.empty(), Optional.empty(), 0, "x".getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(EnvelopeFormat.write(envelope)))
        .isEqualTo("ff4d523100020000000078");
  }

  @Test
  void refusesEveryEnvelopeThatIsCutOffWithinItsFields() {
    byte[] whole = bytes(FULL);
    for (int length = 4; length < whole.length - 4; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EnvelopeFormat.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(MalformedEnvelopeException.class);
    }
  }

  @Test
  void refusesLengthsBeyondTheElement() {
    for (String element :
        new String[] {
          "ff4d5231000180000000",
          "ff4d523100017fffffff",
          "ff4d52310001000000050100000001",
          "ff4d52310001000000070200000002ffff",
          "ff4d52310001000000060400000001aa",
        }) {
      assertThatThrownBy(() -> EnvelopeFormat.read(bytes(element)))
          .as(element)
          .isInstanceOf(MalformedEnvelopeException.class);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
