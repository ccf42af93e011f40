package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicGetEmpty;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelCloseOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionClose;
import io.millrace.broker.protocol.amqp.codec.FrameWriter;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Section 4.2.6 of the specification: in which order the frames of a content may come. */
@Timeout(60)
class ContentFramesTest {
  private static final int HEADER = 2;
  private static final int BODY = 3;
  private static final int FRAME_END = 0xCE;
  private static final int BASIC = 60;

  private AmqpServer server;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    server =
        AmqpServer.start(
            settings -> settings,
            amqp -> amqp.withChannels(ChannelSettings.DEFAULT.withMessageBytes(1_000)));
    client = RawClient.open(server.endpoint()).channel(1);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void aClientMayCloseTheConnectionAmidAContent() throws Exception {
    client.send(1, TO_QUEUE).send(0, new ConnectionClose(200, "", 0, 0));

    assertThat(client.farewell()).isEqualTo("nothing");
  }

  private static final BasicPublish TO_QUEUE = new BasicPublish("", "q", false, false);

  private void header(int bodyBytes) throws IOException {
    ByteBuf payload = Unpooled.buffer();
    payload.writeShort(BASIC).writeShort(0).writeLong(bodyBytes).writeShort(0);
    frame(HEADER, payload);
  }

  private void body(int bytes) throws IOException {
    frame(BODY, Unpooled.wrappedBuffer(new byte[bytes]));
  }

  private void frame(int type, ByteBuf payload) throws IOException {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(type).writeShort(1).writeInt(payload.readableBytes());
    out.writeBytes(payload).writeByte(FRAME_END);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    client.write(bytes);
  }

  private long messages() throws IOException {
    client.send(1, new QueueDeclare("q", true, false, false, false, false, Headers.EMPTY));
    return client.expect(QueueDeclareOk.class).messageCount();
  }

  private void declare() throws IOException {
    client.send(1, new QueueDeclare("q", false, false, false, false, false, Headers.EMPTY));
    client.expect(QueueDeclareOk.class);
  }

  @Test
  void aBodyMayComeInPartsAndOneOfNothingInNone() throws IOException {
    declare();
    client.send(1, TO_QUEUE);
    header(5);
    body(2);
    body(0);
    body(3);
    client.send(1, TO_QUEUE);
    header(0);

    assertThat(messages()).isEqualTo(2);
  }

  @Test
  void aHeaderWithoutAMethodEndsTheConnection() throws IOException {
    header(5);

    assertThat(client.expectClose(505)).startsWith("UNEXPECTED_FRAME - expected method frame");
  }

  @Test
  void aBodyWithoutAMethodEndsTheConnection() throws IOException {
    body(5);

    assertThat(client.expectClose(505)).startsWith("UNEXPECTED_FRAME - expected method frame");
  }

  @Test
  void aMethodInThePlaceOfAHeaderEndsTheConnection() throws IOException {
    client.send(1, TO_QUEUE);
    client.send(1, TO_QUEUE);

    assertThat(client.expectClose(505))
        .startsWith("UNEXPECTED_FRAME - expected content header for class 60");
  }

  @Test
  void aBodyInThePlaceOfAHeaderEndsTheConnection() throws IOException {
    client.send(1, TO_QUEUE);
    body(1);

    assertThat(client.expectClose(505))
        .startsWith("UNEXPECTED_FRAME - expected content header for class 60");
  }

  @Test
  void aMethodWithinABodyEndsTheConnection() throws IOException {
    client.send(1, TO_QUEUE);
    header(5);
    body(2);
    client.send(1, TO_QUEUE);

    assertThat(client.expectClose(505))
        .startsWith("UNEXPECTED_FRAME - expected content body for class 60");
  }

  @Test
  void aSecondHeaderEndsTheConnection() throws IOException {
    client.send(1, TO_QUEUE);
    header(5);
    header(5);

    assertThat(client.expectClose(505))
        .startsWith("UNEXPECTED_FRAME - expected content body for class 60");
  }

  @Test
  void moreThanWasAnnouncedEndsTheConnection() throws IOException {
    client.send(1, TO_QUEUE);
    header(5);
    body(6);

    assertThat(client.expectClose(505))
        .isEqualTo("UNEXPECTED_FRAME - a body of 6 bytes where 5 were announced");
  }

  @Test
  void moreThanWasAnnouncedEndsTheConnectionThoughWhatWasAnnouncedHasCome() throws IOException {
    client.send(1, TO_QUEUE);
    header(5);
    client.write(new byte[] {BODY, 0, 1, 0, 0, 0, 6, 1, 2, 3, 4, 5});

    assertThat(client.expectClose(505))
        .isEqualTo("UNEXPECTED_FRAME - a body of 6 bytes where 5 were announced");
  }

  @Test
  void aBodyThatIsTooLongEndsTheChannelBeforeItHasCome() throws IOException {
    client.channel(2);
    client.send(1, TO_QUEUE);
    header(1_001);

    ChannelClose close = client.expect(ChannelClose.class);
    assertThat(close.replyCode()).isEqualTo(406);
    assertThat(close.replyText())
        .isEqualTo(
            "PRECONDITION_FAILED - message size 1001 is larger than configured max size 1000");
    assertThat(close.failingClassId()).isEqualTo(60);
    assertThat(close.failingMethodId()).isEqualTo(40);
    body(1_001); // On its way: thrown away.
    client.send(1, ChannelCloseOk.DEFAULT).channel(1);
    declare();
  }

  @Test
  void whatComesInOneReadIsDoneInItsOrder() throws IOException {
    ByteBuf all = Unpooled.buffer();
    FrameWriter writer = new FrameWriter(4096);
    writer.method(1, new QueueDeclare("q", false, false, false, false, true, Headers.EMPTY), all);
    for (int n = 0; n < 100; n++) {
      writer.content(1, TO_QUEUE, Properties.NONE, "m".getBytes(US_ASCII), all);
    }
    writer.method(1, ChannelClose.DEFAULT, all);
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    client.write(bytes);
    client.expect(ChannelCloseOk.class);

    client.channel(1);
    await().untilAsserted(() -> assertThat(messages()).isEqualTo(100));
  }

  @Test
  void aMethodOfAServerEndsTheConnection() throws IOException {
    client.send(1, BasicGetEmpty.DEFAULT);

    assertThat(client.expectClose(503)).startsWith("COMMAND_INVALID - ");
  }
}
