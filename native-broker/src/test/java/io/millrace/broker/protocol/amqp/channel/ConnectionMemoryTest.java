package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicGet;
import io.millrace.broker.protocol.amqp.codec.BasicGetOk;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelCloseOk;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.protocol.amqp.codec.TxCommit;
import io.millrace.broker.protocol.amqp.codec.TxCommitOk;
import io.millrace.broker.protocol.amqp.codec.TxSelect;
import io.millrace.broker.protocol.amqp.codec.TxSelectOk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many channels a connection has, what they hold together has a limit. */
@Timeout(60)
class ConnectionMemoryTest {
  private static final int LIMIT = 1 << 20;
  private static final int HEADER = 2;
  private static final int BODY = 3;
  private static final int FRAME_END = 0xCE;
  private static final int PART = 64 << 10;
  private static final BasicPublish TO_QUEUE = new BasicPublish("", "q", false, false);

  private AmqpServer server;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    server =
        AmqpServer.start(
            settings -> settings,
            amqp -> amqp.withChannels(ChannelSettings.DEFAULT.withConnectionBytes(LIMIT)));
    client = RawClient.open(server.endpoint()).channel(1);
    client.send(1, new QueueDeclare("q", false, false, false, false, false, Headers.EMPTY));
    client.expect(QueueDeclareOk.class);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private void header(int channel, long bodyBytes) throws IOException {
    ByteBuf payload = Unpooled.buffer();
    payload.writeShort(60).writeShort(0).writeLong(bodyBytes).writeShort(0);
    frame(HEADER, channel, payload);
  }

  private void body(int channel) throws IOException {
    frame(BODY, channel, Unpooled.wrappedBuffer(new byte[PART / 2]));
  }

  private void frame(int type, int channel, ByteBuf payload) throws IOException {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(type).writeShort(channel).writeInt(payload.readableBytes());
    out.writeBytes(payload).writeByte(FRAME_END);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    client.write(bytes);
  }

  private void begin(int channel) throws IOException {
    client.send(channel, TO_QUEUE);
    header(channel, PART);
    body(channel);
  }

  @Test
  void bodiesThatAreNotCompleteOfAllChannelsHaveALimit() throws Exception {
    int fit = LIMIT / PART;
    for (int channel = 2; channel <= 2 * fit; channel++) {
      client.channel(channel);
    }
    for (int channel = 2; channel <= 2 * fit; channel++) {
      begin(channel);
    }

    for (int n = 0; n < fit; n++) {
      ChannelClose close = client.expect(ChannelClose.class);
      assertThat(close.replyCode()).isEqualTo(311);
      assertThat(close.replyText())
          .startsWith("CONTENT_TOO_LARGE - contents that are not complete")
          .contains(" " + LIMIT + " bytes");
    }
    body(2);
    client.send(2, new BasicGet("q", true));
    assertThat(client.expect(BasicGetOk.class)).as("what has begun can end").isNotNull();
  }

  @Test
  void whatIsGivenUpOrCompleteGivesItsPlaceToOthers() throws Exception {
    for (int n = 0; n < 3 * LIMIT / PART; n++) {
      client.channel(2);
      client.send(2, new QueueDeclare("no", true, false, false, false, false, Headers.EMPTY));
      begin(2);
      assertThat(client.expect(ChannelClose.class).replyCode()).isEqualTo(404);
      client.send(2, ChannelCloseOk.DEFAULT);
    }
    for (int n = 0; n < 3 * LIMIT / PART; n++) {
      begin(1);
      body(1);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(server.host().queue("q", 0).join().value().orElseThrow().ready())
                    .isEqualTo(3 * LIMIT / PART));
  }

  @Test
  void transactionsOfAllChannelsHaveALimit() throws Exception {
    client.channel(2);
    for (int channel = 1; channel <= 2; channel++) {
      client.send(channel, new TxSelect());
      client.expect(TxSelectOk.class);
    }
    for (int n = 0; n < 10; n++) {
      client.send(1, TO_QUEUE, Properties.NONE, new byte[PART]);
    }
    for (int n = 0; n < 10; n++) {
      client.send(2, TO_QUEUE, Properties.NONE, new byte[PART]);
    }
    ChannelClose close = client.expect(ChannelClose.class);
    assertThat(close.replyCode()).isEqualTo(311);
    assertThat(close.replyText()).contains("transactions, hold more than " + LIMIT + " bytes");
    client.send(2, ChannelCloseOk.DEFAULT);

    client.send(1, new TxCommit());
    client.expect(TxCommitOk.class);
    for (int round = 0; round < 3; round++) {
      for (int n = 0; n < 10; n++) {
        client.send(1, TO_QUEUE, Properties.NONE, new byte[PART]);
      }
      client.send(1, new TxCommit());
      client.expect(TxCommitOk.class);
    }
  }

  /** The body is so large that the connection is not read until the channel takes it. */
  @Test
  void whatComesAfterALargeBodyThatWaitsDoesNotOvertakeIt() throws Exception {
    for (int n = 0; n < 20; n++) {
      client.send(1, new QueueDeclare("q", false, false, false, false, true, Headers.EMPTY));
      client.send(1, new QueueDeclare("q", true, false, false, false, true, Headers.EMPTY));
      client.send(1, TO_QUEUE, Properties.NONE, new byte[1_000_000]);
      client.send(1, new QueueDeclare("q", true, false, false, false, true, Headers.EMPTY));
      client.send(1, TO_QUEUE, Properties.NONE, new byte[1_000_000]);
      client.send(1, TO_QUEUE, Properties.NONE, new byte[1]);
    }
    for (int n = 0; n < 60; n++) {
      client.send(1, new BasicGet("q", true));
      client.expect(BasicGetOk.class);
      assertThat(client.body()).as("message " + n).hasSize(n % 3 == 2 ? 1 : 1_000_000);
    }
  }
}
