package io.millrace.broker.protocol.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "414d5150 00000901, ACCEPTED",
    "414d5150 01010009, ACCEPTED",
    "414d5150 000009, INCOMPLETE",
    "41, INCOMPLETE",
    "'', INCOMPLETE",
    "414d5150 00010000, REFUSED",
    "414d5150 03010000, REFUSED",
    "414d5150 01010800, REFUSED",
    "47455420 2f204854, REFUSED",
    "47, REFUSED",
    "414d5151, REFUSED",
  })
  void aConnectionBeginsWithTheVersion(String hex, ProtocolHeader verdict) {
    assertThat(ProtocolHeader.read(Unpooled.wrappedBuffer(Wire.hex(hex)))).isEqualTo(verdict);
  }

  @Test
  void whatComesBehindItStays() {
    ByteBuf in = Unpooled.wrappedBuffer(Wire.hex("414d5150 00000901 08"));

    ProtocolHeader.read(in);

    assertThat(in.readableBytes()).isEqualTo(1);
  }

  @Test
  void othersAreToldTheVersion() {
    assertThat(Wire.written(ProtocolHeader::write)).isEqualTo(Wire.hex("414d5150 00000901"));
  }
}
