package io.millrace.broker.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final byte[] BODY = {'h', 'i'};

  @Property(edgeCases = EdgeCasesMode.NONE)
  void readsWhatItWrote(@ForAll("messages") Message message, @ForAll boolean direct) {
    int size = MessageCodec.size(message);
    ByteBuffer bytes =
        (direct ? ByteBuffer.allocateDirect(size + 2) : ByteBuffer.allocate(size + 2));
    bytes.position(1);
    MessageCodec.write(message, bytes);
    assertThat(bytes.position()).isEqualTo(1 + size);

    bytes.position(1);
    assertThat(MessageCodec.read(bytes)).isEqualTo(message);
    assertThat(bytes.position()).isEqualTo(1 + size);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void refusesAMessageThatEndsEarly(@ForAll("messages") Message message) {
    byte[] bytes = bytes(message);
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(() -> MessageCodec.read(cut));
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void damagedBytesAreAMessageOrRefused(
      @ForAll("messages") Message message, @ForAll int at, @ForAll byte value) {
    byte[] bytes = bytes(message);
    bytes[Math.floorMod(at, bytes.length)] = value;
    try {
      Message read = MessageCodec.read(ByteBuffer.wrap(bytes));
      assertThat(MessageCodec.size(read)).isLessThanOrEqualTo(bytes.length);
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageMatching(".+");
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatStandsBeforeTheBodyCanBeWrittenByItself(@ForAll("messages") Message message) {
    ByteBuffer head = ByteBuffer.allocate(MessageCodec.headSize(message));
    MessageCodec.writeHead(message, head);
    ByteBuffer joined = ByteBuffer.allocate(MessageCodec.size(message));
    joined.put(head.flip()).put(message.body());

    assertThat(joined.array()).isEqualTo(bytes(message));
  }

  @Test
  void aSmallMessageIsSmall() {
    Message message = new Message("", "q", Properties.builder().persistent().build(), BODY);

    assertThat(hex(message)).isEqualTo("00" + "0171" + "808008" + "02" + "026869");
  }

  @Test
  void theBytesOfEveryPropertyAreTheseForGood() {
    Properties properties =
        Properties.builder()
            .headers(Headers.of("h", "1"))
            .contentType("a")
            .contentEncoding("b")
            .correlationId("c")
            .replyTo("d")
            .messageId("e")
            .type("f")
            .userId("g")
            .appId("h")
            .clusterId("i")
            .key("j")
            .deduplicationId("k")
            .correlationData(new byte[] {1, 2})
            .expirationMillis(60_000)
            .timestampSeconds(-1)
            .delayMillis(1)
            .deliverAtMillis(64)
            .deliveryMode(2)
            .priority(255)
            .payloadFormat(1)
            .qos(2)
            .retained()
            .build();

    assertThat(hex(new Message("x", "c\u00e9", properties, BODY)))
        .isEqualTo(
            "0178"
                + "0363c3a9"
                + "ffffff01"
                + "010168090131"
                + "0161016201630164016501660167016801690"
                + "16a016b"
                + "020102"
                + "c0a907"
                + "01"
                + "02"
                + "8001"
                + "02ff0102"
                + "026869");
  }

  @Test
  void theBytesOfEveryKindOfHeaderAreTheseForGood() {
    Headers headers =
        Headers.builder()
            .put("", HeaderValue.Nothing.NOTHING)
            .put("", HeaderValue.of(false))
            .put("", HeaderValue.of(true))
            .put("", new HeaderValue.Single(1))
            .put("", HeaderValue.of(1.0))
            .put("", new HeaderValue.Decimal(255, -1))
            .put("", new HeaderValue.Timestamp(1))
            .put("", HeaderValue.of(Headers.of("t", "")))
            .put("", new HeaderValue.Sequence(List.of(HeaderValue.of(true))))
            .put("", HeaderValue.of("a"))
            .put("", Octets.of(new byte[] {9}))
            .put("", new HeaderValue.Whole(IntegerType.INT8, -128))
            .put("", new HeaderValue.Whole(IntegerType.UINT8, 255))
            .put("", new HeaderValue.Whole(IntegerType.INT16, 1))
            .put("", new HeaderValue.Whole(IntegerType.UINT16, 1))
            .put("", HeaderValue.of(1))
            .put("", new HeaderValue.Whole(IntegerType.UINT32, 1))
            .put("", HeaderValue.of(Long.MIN_VALUE))
            .build();
    ByteBuffer bytes = ByteBuffer.allocate(HeadersCodec.size(headers));
    HeadersCodec.write(headers, bytes);

    assertThat(HexFormat.of().formatHex(bytes.array()))
        .isEqualTo(
            "12"
                + "0000"
                + "0001"
                + "0002"
                + "00033f800000"
                + "00043ff0000000000000"
                + "0005ff01"
                + "000602"
                + "00070101740900"
                + "00080102"
                + "00090161"
                + "000a0109"
                + "0010ff01"
                + "0011fe03"
                + "001202"
                + "001302"
                + "001402"
                + "001502"
                + "0016ffffffffffffffffff01");
  }

  @Test
  void refusesWhatNoWriterWrites() {
    assertThatThrownBy(() -> read("00" + "00" + "808080808001" + "00"))
        .hasMessageContaining("unknown properties");
    assertThatThrownBy(() -> read("00" + "00" + "8000" + "00"))
        .hasMessageContaining("shortest form");
    assertThatThrownBy(() -> read("00" + "00" + "0100" + "00"))
        .hasMessageContaining("headers are present");
    assertThatThrownBy(() -> read("02c328" + "00" + "00" + "00")).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read("00" + "00" + "01" + "01016e7f" + "00"))
        .hasMessageContaining("tag 127");
    assertThatThrownBy(() -> read("00" + "00" + "01" + "01016e10ff03" + "00"))
        .hasMessageContaining("is no INT8");
    assertThatThrownBy(() -> read("00" + "00" + "00" + "ffffffff07"))
        .hasMessageContaining("a length of 2147483647 where 0 are left");
    assertThatThrownBy(() -> read("00" + "00" + "804001" + "00"))
        .hasMessageContaining("EXPIRATION of -1");
  }

  @Test
  void refusesHeadersThatAreNestedTooDeep() {
    String bytes = "00" + "00" + "01" + "0100" + "070100".repeat(Headers.MAX_DEPTH) + "00" + "00";
    assertThat(read(bytes).headers().depth()).isEqualTo(Headers.MAX_DEPTH);

    String deeper =
        "00" + "00" + "01" + "0100" + "070100".repeat(Headers.MAX_DEPTH + 1) + "00" + "00";
    assertThatThrownBy(() -> read(deeper)).hasMessageContaining("too deep");
  }

  @Test
  void doesNotWriteWhereThereIsNoRoom() {
    Message message = new Message("x", "k", Properties.NONE, BODY);

    assertThatExceptionOfType(BufferOverflowException.class)
        .isThrownBy(() -> MessageCodec.write(message, ByteBuffer.allocate(4)));
  }

  @Test
  void writesHalfASurrogatePairAsAQuestionMark() {
    Message message = new Message("\ud800", "k", Properties.NONE, BODY);

    assertThat(MessageCodec.read(ByteBuffer.wrap(bytes(message))).exchange()).isEqualTo("?");
  }

  private static String hex(Message message) {
    return HexFormat.of().formatHex(bytes(message));
  }

  private static Message read(String hex) {
    return MessageCodec.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private static byte[] bytes(Message message) {
    ByteBuffer bytes = ByteBuffer.allocate(MessageCodec.size(message));
    MessageCodec.write(message, bytes);
    return bytes.array();
  }

  @Provide
  static Arbitrary<Message> messages() {
    return AnyMessage.any();
  }
}
