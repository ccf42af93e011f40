package io.millrace.broker.protocol.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.message.AnyMessage;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.message.PropertiesBuilder;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHeaderTest {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void propertiesComeOutAsTheyWentInButThoseOfOtherProtocols(
      @ForAll("properties") Properties properties, @ForAll int size) {
    int bodySize = size & Integer.MAX_VALUE;

    ContentHeader header = decode(encode(properties, bodySize));

    assertThat(header.bodySize()).isEqualTo(bodySize);
    assertThat(header.properties()).isEqualTo(ofAmqp(properties));
    assertThat(encode(header.properties(), bodySize)).isEqualTo(encode(properties, bodySize));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aHeaderThatIsCutOffIsMalformed(@ForAll("properties") Properties properties) {
    byte[] bytes = encode(properties, 1);
    for (int length = 0; length < bytes.length; length += 1 + length / 64) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decode(part)).isInstanceOf(MalformedFrameException.class);
    }
  }

  @Test
  void everyPropertyHasItsFlagAndItsPlace() {
    Properties properties =
        Properties.builder()
            .contentType("A")
            .contentEncoding("B")
            .headers(Headers.of("k", "v"))
            .persistent()
            .priority(9)
            .correlationId("C")
            .replyTo("D")
            .expirationMillis(60_000)
            .messageId("E")
            .timestampSeconds(1_700_000_000)
            .type("F")
            .userId("G")
            .appId("H")
            .clusterId("I")
            .build();
    byte[] bytes =
        Wire.hex(
            "003c 0000 0000000000000005 fffc"
                + "0141 0142 00000008 016b 53 00000001 76 02 09 0143 0144"
                + "05 3630303030 0145 000000006553f100 0146 0147 0148 0149");

    assertThat(encode(properties, 5)).isEqualTo(bytes);
    assertThat(decode(bytes))
        .isEqualTo(new ContentHeader(60, 5, properties, null, bytes.length + 64));
  }

  @Test
  void anEmptyTableOfHeadersIsNotNone() {
    byte[] empty = Wire.hex("003c 0000 0000000000000000 2000 00000000");
    Properties properties = decode(empty).properties();

    assertThat(properties.hasHeaders()).isTrue();
    assertThat(properties.headers().isEmpty()).isTrue();
    assertThat(encode(properties, 0)).isEqualTo(empty);
    assertThat(encode(properties.withHeaders(Headers.of("k", "v")), 0)).hasSize(26);
    assertThat(encode(Properties.NONE, 0)).hasSize(14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "1 ", "9223372036854775808"})
  void anExpirationThatIsNoNumberIsForTheChannelToRefuse(String expiration) {
    byte[] bytes =
        Wire.written(
            out -> {
              out.writeBytes(Wire.hex("003c 0000 0000000000000000 0100"));
              FieldWriter.shortString(expiration, out);
            });

    ContentHeader header = decode(bytes);

    assertThat(header.invalidExpiration()).isEqualTo(expiration);
    assertThat(header.properties()).isEqualTo(Properties.NONE);
  }

  @Test
  void ofAnotherClassOnlyTheNumberIsLookedAt() {
    assertThat(decode(Wire.hex("0032 0000 0000000000000007 ffff 00")))
        .isEqualTo(new ContentHeader(50, 7, Properties.NONE, null, 12));
  }

  @Test
  void valuesThatAreSmallInTheFrameCountForWhatTheyHoldInMemory() {
    byte[] flags =
        Wire.hex("003c 0000 0000000000000000 2000 0000000f 0161 41 00000008 7400 7401 7400 7401");

    assertThat(decode(flags).heldBytes()).isGreaterThanOrEqualTo(5 * 64);
  }

  @Test
  void wordsOfFlagsMayFollowThatSayNothing() {
    assertThat(decode(Wire.hex("003c 0000 0000000000000000 1001 0001 0000 02")).properties())
        .isEqualTo(Properties.builder().persistent().build());
  }

  @ParameterizedTest
  @CsvSource({
    "UNEXPECTED_FRAME, 003c 0001 0000000000000000 0000, a content header with a weight",
    "UNEXPECTED_FRAME, 003c 0000 8000000000000000 0000, a body of 9223372036854775808 bytes",
    "UNEXPECTED_FRAME, 003c 0000 0000000000000000 0002, property flags 0002",
    "UNEXPECTED_FRAME, 003c 0000 0000000000000000 0001 8000, property flags 8000",
    "FRAME_ERROR, 003c 0000 0000000000000000 0001, a field of 2 bytes where 0 are left",
    "FRAME_ERROR, 003c 0000 0000000000000000 0000 00, 1 bytes too many",
    "FRAME_ERROR, 003c 0000 0000000000000000 8000, a field of 1 bytes where 0 are left",
    "SYNTAX_ERROR, 003c 0000 0000000000000000 8000 01ff, a string is not UTF-8",
  })
  void whatIsNoHeaderIsMalformed(ReplyCode code, String hex, String reason) {
    assertThatThrownBy(() -> decode(Wire.hex(hex)))
        .isInstanceOfSatisfying(
            MalformedFrameException.class,
            malformed -> {
              assertThat(malformed.replyCode()).isEqualTo(code);
              assertThat(malformed.text()).isEqualTo(reason);
              assertThat(malformed.classId()).isEqualTo(60);
            });
  }

  private static byte[] encode(Properties properties, int bodySize) {
    return Wire.written(out -> ContentHeader.encode(properties, bodySize, out));
  }

  private static ContentHeader decode(byte[] bytes) {
    return ContentHeader.decode(Wire.reader(bytes));
  }

  private static Properties ofAmqp(Properties all) {
    PropertiesBuilder amqp = Properties.builder();
    all.contentType().ifPresent(amqp::contentType);
    all.contentEncoding().ifPresent(amqp::contentEncoding);
    if (all.hasHeaders()) {
      amqp.emptyHeaders().headers(all.headers());
      if (all.headers().isEmpty()) {
        amqp.emptyHeaders();
      }
    }
    if (all.deliveryModeOr(-1) >= 0) {
      amqp.deliveryMode(all.deliveryModeOr(-1));
    }
    if (all.priorityOr(-1) >= 0) {
      amqp.priority(all.priorityOr(-1));
    }
    all.correlationId().ifPresent(amqp::correlationId);
    all.replyTo().ifPresent(amqp::replyTo);
    if (all.expirationMillisOr(-1) >= 0) {
      amqp.expirationMillis(all.expirationMillisOr(-1));
    }
    all.messageId().ifPresent(amqp::messageId);
    all.timestampSeconds().ifPresent(amqp::timestampSeconds);
    all.type().ifPresent(amqp::type);
    all.userId().ifPresent(amqp::userId);
    all.appId().ifPresent(amqp::appId);
    all.clusterId().ifPresent(amqp::clusterId);
    return amqp.build();
  }

  @Provide
  Arbitrary<Properties> properties() {
    return AnyMessage.properties();
  }
}
