package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that clients rely on, written out. */
class FrameBytesTest {
  static Stream<Arguments> frames() {
    byte[] body = "hello".getBytes(UTF_8);
    return Stream.of(
        of(new Frame.Auth("PLAIN", body), "{'method':0,'fields':{'mechanism':'PLAIN'}}", "hello"),
        of(new Frame.AuthOk(), "{'method':1,'fields':{}}", ""),
        of(
            new Frame.AuthOk(true, "r=n,s=c2FsdA==,i=1".getBytes(UTF_8)),
            "{'method':1,'fields':{'more':'1'}}",
            "r=n,s=c2FsdA==,i=1"),
        of(
            Frame.Publish.direct("q", "", body),
            "{'method':10,'fields':{'queue':'q','pub_type':'direct'}}",
            "hello"),
        of(
            new Frame.Publish("q", "k", PublishType.FANOUT, Confirm.MEMORY, 5, 1_700_000, body),
            "{'method':10,'fields':{'queue':'q','routing_key':'k','pub_type':'fanout',"
                + "'confirm':'memory','delay':'5','deliver_at':'1700000'}}",
            "hello"),
        of(new Frame.PublishOk(17), "{'method':11,'fields':{}}", "17"),
        of(
            new Frame.Bind("q", "k", true, 0),
            "{'method':20,'fields':{'queue':'q','routing_key':'k','no_ack':'1'}}",
            ""),
        of(
            new Frame.Bind("q", "", false, 10),
            "{'method':20,'fields':{'queue':'q','credit':'10'}}",
            ""),
        of(
            new Frame.BindOk("q", Frame.BindOk.NOT_SAID),
            "{'method':21,'fields':{'queue':'q'}}",
            ""),
        of(new Frame.BindOk("q", 7), "{'method':21,'fields':{'queue':'q','ready':'7'}}", ""),
        of(new Frame.Unbind(""), "{'method':30,'fields':{'queue':''}}", ""),
        of(new Frame.UnbindOk(""), "{'method':31,'fields':{'queue':''}}", ""),
        of(
            new Frame.Fault(400, 10, "no"),
            "{'method':10010,'fields':{'code':'400','ref':'10'}}",
            "no"),
        of(
            new Frame.Fault(413, Frame.Fault.NO_METHOD, "no"),
            "{'method':10010,'fields':{'code':'413'}}",
            "no"),
        of(Frame.Heartbeat.PLAIN, "{'method':10020,'fields':{}}", ""),
        of(new Frame.Heartbeat("q", 3), "{'method':10020,'fields':{'queue':'q','msg_id':'3'}}", ""),
        of(
            new Frame.Push("q", Long.MAX_VALUE, "k", true, 2, body),
            "{'method':10030,'fields':{'queue':'q','msg_id':'9223372036854775807',"
                + "'routing_key':'k','redelivered':'1','delivery_count':'2'}}",
            "hello"),
        of(
            new Frame.Push("q", 0, "", false, 0, body),
            "{'method':10030,'fields':{'queue':'q','msg_id':'0'}}",
            "hello"),
        of(new Frame.Ack("q", 3), "{'method':10040,'fields':{'queue':'q','msg_id':'3'}}", ""));
  }

  private static Arguments of(Frame frame, String header, String body) {
    return Arguments.of(frame, header.replace('\'', '"'), body);
  }

  @ParameterizedTest
  @MethodSource("frames")
  void aFrameLooksLikeThis(Frame frame, String header, String body) {
    assertThat(Wire.encode(frame)).isEqualTo(Wire.frame(header, body));
    assertThat(Wire.decode(Wire.frame(header, body))).containsExactly(frame);
  }

  @Test
  void lengthsAreBigEndianAndTheFirstDoesNotCountItself() {
    assertThat(HexFormat.of().formatHex(Wire.encode(new Frame.PublishOk(17))))
        .isEqualTo(
            "0000001f"
                + "00000019"
                + "7b226d6574686f64223a31312c226669656c6473223a7b7d7d"
                + "3137");
  }

  @Test
  void whatAClientWrittenInGoSendsIsUnderstood() {
    assertThat(
            Wire.decode(
                Wire.frame(
                    "{\"version\":0,\"method\":10,\"fields\":{\"pub_type\":\"Direct\","
                        + "\"queue\":\"q\",\"routing_key\":\"\\u003ck\\u003e\"}}",
                    "hello")))
        .containsExactly(Frame.Publish.direct("q", "<k>", "hello".getBytes(UTF_8)));
    assertThat(Wire.decode(Wire.frame("{\"version\":0,\"method\":10020,\"fields\":null}", "")))
        .containsExactly(Frame.Heartbeat.PLAIN);
  }

  @Test
  void whatIsNotKnownIsSkipped() {
    assertThat(
            Wire.decode(
                Wire.frame(
                    " {\"trace\":[1,{\"a\":null}], \"fields\" : {\"new\":\"x\",\"newer\":{\"b\":[]},"
                        + "\"queue\":\"q\",\"msg_id\":\"3\"},\n\"method\":10040} ",
                    "ignored")))
        .containsExactly(new Frame.Ack("q", 3));
  }
}
