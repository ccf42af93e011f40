package io.millrace.client.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedFrameTest {
  private static final FrameLimits LIMITS = new FrameLimits(1000, 200, 20);

  static Stream<Arguments> lengths() {
    return Stream.of(
        Arguments.of("a total of less than the second length", 400, Wire.frame(3, 0)),
        Arguments.of("a total above 2 GiB", 413, Wire.frame(-1, 0)),
        Arguments.of("a total over the limit, and nothing more", 413, Wire.frame(1205, 0)),
        Arguments.of("a header that is longer than the frame", 400, Wire.frame(10, 7)),
        Arguments.of("a header above 2 GiB", 400, Wire.frame(10, -1)),
        Arguments.of("a header over the limit, and nothing more", 413, Wire.frame(300, 201)),
        Arguments.of("a body over the limit, and nothing more", 413, Wire.frame(1200, 20)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lengths")
  void aLengthIsRefusedBeforeWhatItTellsIsThere(String what, int code, byte[] bytes) {
    assertThat(refusal(bytes).code()).as(what).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "{}",
        "{'fields':{}}",
        "{'method':'10'}",
        "{'method':-1}",
        "{'method':7}",
        "{'method':1.5}",
        "{'method':10020}{}",
        "{'method':10020} x",
        "{'method':99999999999}",
        "{'method':10020,'fields':[]}",
        "{'method':10020,'fields':{'queue':1}}",
        "{'method':10020,'fields':{'queue':null}}",
        "{'method':10020,'fields':{'queue':'\\ud800'}}",
        "{'method':0,'fields':{'mechanism':'\\ud800'}}",
        "{'method':10020,'fields':{'queue':'\\x'}}",
        "{'method':10020,'fields':{'msg_id':'x'}}",
        "{'method':10020,'fields':{'msg_id':'-1'}}",
        "{'method':10020,'fields':{'msg_id':'9223372036854775808'}}",
        "{'method':10020,'fields':{'queue':'a name of 21 bytes...'}}",
        "{'method':10,'fields':{'queue':'','pub_type':'direct'}}",
        "{'method':10,'fields':{'queue':'q'}}",
        "{'method':10,'fields':{'queue':'q','pub_type':'all'}}",
        "{'method':10,'fields':{'queue':'q','pub_type':'direct','confirm':'paper'}}",
        "{'method':10,'fields':{'queue':'q','pub_type':'direct','delay':'-5'}}",
        "{'method':20,'fields':{'routing_key':'k'}}",
        "{'method':20,'fields':{'queue':'q','no_ack':'yes'}}",
        "{'method':20,'fields':{'queue':'q','credit':'0'}}",
        "{'method':20,'fields':{'queue':'q','credit':'65536'}}",
        "{'a':[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]],'method':10020}",
      })
  void aHeaderThatSaysNoMethodIsRefused(String header) {
    assertThat(refusal(Wire.frame(header.replace('\'', '"'), "")).code()).isEqualTo(400);
  }

  @Test
  void aHeaderInAnotherEncodingIsRefused() {
    String json = "{\"method\":10020}";
    for (String charset : new String[] {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE"}) {
      byte[] header = json.getBytes(java.nio.charset.Charset.forName(charset));
      byte[] bytes = Wire.frame(4 + header.length, header.length, header);
      assertThat(refusal(bytes).code()).as(charset).isEqualTo(400);
    }
  }

  @Test
  void nothingIsReadAfterAMalformedFrame() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMITS));
    byte[] good = Wire.encode(new Frame.BindOk("q", Frame.BindOk.NOT_SAID));
    channel.writeInbound(Unpooled.wrappedBuffer(good));
    assertThatExceptionOfType(MalformedFrameException.class)
        .isThrownBy(
            () -> channel.writeInbound(Unpooled.wrappedBuffer(good, Wire.frame("{}", ""), good)));
    channel.writeInbound(Unpooled.wrappedBuffer(good));

    assertThat(channel.<Frame>readInbound())
        .isEqualTo(new Frame.BindOk("q", Frame.BindOk.NOT_SAID));
    assertThat(channel.<Frame>readInbound())
        .isEqualTo(new Frame.BindOk("q", Frame.BindOk.NOT_SAID));
    assertThat(channel.<Frame>readInbound()).isNull();
    channel.finishAndReleaseAll();
  }

  @Test
  void whatThePeerSentIsNotInTheMessage() {
    assertThat(refusal(Wire.frame("{\"secret", ""))).hasMessageNotContaining("secret");
  }

  private static MalformedFrameException refusal(byte[] bytes) {
    return catchThrowableOfType(MalformedFrameException.class, () -> Wire.decode(LIMITS, bytes));
  }
}
