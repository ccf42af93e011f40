package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.protocol.amqp.channel.Inbox.Waiting;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
  private AmqpServer server;

  @BeforeEach
  void start() throws Exception {
    server = AmqpServer.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void theConnectionIsReadAgainOnceItsSettlementsWentPast() {
    HandDrivenLink link = new HandDrivenLink(server.host());
    Inbox inbox = new Inbox(link);
    int acks = 0;
    while (!link.holdsReads) {
      inbox.add(new Waiting(new BasicAck(++acks, false), null, new byte[0]));
    }

    assertThat(inbox.takeSettlements()).hasSize(acks);

    assertThat(inbox.isEmpty()).isTrue();
    assertThat(link.holdsReads).isFalse();
  }
}
