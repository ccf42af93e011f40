package io.millrace.broker.protocol.amqp.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that clients rely on, written out by hand from the specification. */
class FrameBytesTest {
  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of(
            0,
            new ConnectionStart(0, 9, Headers.of("product", "M"), "PLAIN AMQPLAIN", "en_US"),
            "01 0000 00000033 000a000a 00 09 0000000e 0770726f64756374 53 00000001 4d"
                + "0000000e 504c41494e20414d51504c41494e 00000005 656e5f5553 ce"),
        Arguments.of(
            0,
            new ConnectionStartOk(
                Headers.EMPTY, "PLAIN", Octets.of("\0a\0b".getBytes(US_ASCII)), "en_US"),
            "01 0000 0000001c 000a000b 00000000 05504c41494e 00000004 00610062 05656e5f5553 ce"),
        Arguments.of(
            0,
            new ConnectionTune(2047, 131_072, 60),
            "01 0000 0000000c 000a001e 07ff 00020000 003c ce"),
        Arguments.of(0, new ConnectionOpen("/"), "01 0000 00000008 000a0028 012f 00 00 ce"),
        Arguments.of(0, ConnectionOpenOk.DEFAULT, "01 0000 00000005 000a0029 00 ce"),
        Arguments.of(
            0,
            new ConnectionClose(320, "no", 0, 0),
            "01 0000 0000000d 000a0032 0140 026e6f 0000 0000 ce"),
        Arguments.of(0, ConnectionCloseOk.DEFAULT, "01 0000 00000004 000a0033 ce"),
        Arguments.of(0, new ConnectionBlocked("disk"), "01 0000 00000009 000a003c 046469736b ce"),
        Arguments.of(
            0,
            new ConnectionUpdateSecret(Octets.of(new byte[] {-1}), "x"),
            "01 0000 0000000b 000a0046 00000001 ff 0178 ce"),
        Arguments.of(1, ChannelOpen.DEFAULT, "01 0001 00000005 0014000a 00 ce"),
        Arguments.of(1, ChannelOpenOk.DEFAULT, "01 0001 00000008 0014000b 00000000 ce"),
        Arguments.of(1, new ChannelFlow(false), "01 0001 00000005 00140014 00 ce"),
        Arguments.of(
            513,
            new ExchangeDeclare("e", "topic", false, true, false, true, false, Headers.EMPTY),
            "01 0201 00000013 0028000a 0000 0165 05746f706963 0a 00000000 ce"),
        Arguments.of(1, ExchangeUnbindOk.DEFAULT, "01 0001 00000004 00280033 ce"),
        Arguments.of(
            1,
            new QueueDeclare(
                "q",
                false,
                true,
                false,
                true,
                false,
                Headers.builder().put("x-expires", HeaderValue.of(1000)).build()),
            "01 0001 0000001c 0032000a 0000 0171 0a 0000000f 09782d65787069726573 49 000003e8 ce"),
        Arguments.of(
            1,
            new QueueDeclareOk("q", 7, 4_294_967_295L),
            "01 0001 0000000e 0032000b 0171 00000007 ffffffff ce"),
        Arguments.of(
            1,
            new BasicConsume("q", "c", true, false, true, false, Headers.EMPTY),
            "01 0001 0000000f 003c0014 0000 0171 0163 05 00000000 ce"),
        Arguments.of(
            1,
            new BasicDeliver("c", 5, true, "e", "k"),
            "01 0001 00000013 003c003c 0163 0000000000000005 01 0165 016b ce"),
        Arguments.of(
            1, new BasicNack(258, true, false), "01 0001 0000000d 003c0078 0000000000000102 01 ce"),
        Arguments.of(1, new ConfirmSelect(true), "01 0001 00000005 0055000a 01 ce"),
        Arguments.of(1, TxCommitOk.DEFAULT, "01 0001 00000004 005a0015 ce"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aMethodLooksLikeThis(int channel, Method method, String hex) {
    assertThat(Wire.method(channel, method)).isEqualTo(Wire.hex(hex));
    assertThat(Wire.parse(Wire.hex(hex))).containsExactly(new Wire.GotMethod(channel, method));
  }

  @Test
  void whatIsReservedIsSkipped() {
    assertThat(Wire.parse(Wire.hex("01 0001 0000000b 003c0028 0007 0165 016b 03 ce")))
        .containsExactly(new Wire.GotMethod(1, new BasicPublish("e", "k", true, true)));
    assertThat(Wire.parse(Wire.hex("01 0000 0000000a 000a0028 012f 026162 01 ce")))
        .containsExactly(new Wire.GotMethod(0, new ConnectionOpen("/")));
  }

  @Test
  void aContentIsCutIntoFramesThatThePeerTakes() {
    FrameWriter writer = new FrameWriter(8 + 3);
    byte[] body = "hello, w".getBytes(US_ASCII);

    byte[] bytes =
        Wire.written(
            out ->
                writer.content(
                    2,
                    new BasicReturn(312, "NO_ROUTE", "", "k"),
                    Properties.builder().persistent().build(),
                    body,
                    out));

    assertThat(bytes)
        .isEqualTo(
            Wire.hex(
                "01 0002 00000012 003c0032 0138 084e4f5f524f555445 00 016b ce"
                    + "02 0002 0000000f 003c 0000 0000000000000008 1000 02 ce"
                    + "03 0002 00000003 68656c ce"
                    + "03 0002 00000003 6c6f2c ce"
                    + "03 0002 00000002 2077 ce"));
  }

  @Test
  void anEmptyBodyHasNoFrame() {
    byte[] bytes =
        Wire.written(
            out ->
                new FrameWriter(4096)
                    .content(1, BasicPublish.DEFAULT, Properties.NONE, new byte[0], out));

    assertThat(Wire.parse(bytes))
        .hasSize(2)
        .last()
        .isEqualTo(new Wire.GotHeader(1, new ContentHeader(60, 0, Properties.NONE, null, 14)));
  }

  @Test
  void aHeartbeatHasNothingInIt() {
    byte[] bytes = Wire.written(new FrameWriter(4096)::heartbeat);

    assertThat(bytes).isEqualTo(Wire.hex("08 0000 00000000 ce"));
    assertThat(Wire.parse(bytes)).containsExactly(new Wire.GotHeartbeat());
  }
}
