package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.amqp.codec.BasicCancel;
import io.millrace.broker.protocol.amqp.codec.BasicCancelOk;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicConsumeOk;
import io.millrace.broker.protocol.amqp.codec.BasicQos;
import io.millrace.broker.protocol.amqp.codec.BasicQosOk;
import io.millrace.broker.protocol.amqp.codec.QueueBind;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.vhost.DeleteCondition;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes for a channel while it waits, in orders that are rare. */
@Timeout(60)
class LateNewsTest {
  private AmqpServer server;
  private HandDrivenLink link;
  private AmqpChannel channel;

  @BeforeEach
  void open() throws Exception {
    server = AmqpServer.start();
    link = new HandDrivenLink(server.host());
    channel = new AmqpChannel(link, ChannelSettings.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    channel.closed(false);
    server.close();
  }

  private static QueueDeclare declare(String queue) {
    return new QueueDeclare(queue, false, false, false, false, false, Headers.EMPTY);
  }

  @Test
  void aQueueThatGoesBeforeTheConsumeIsAnsweredCancelsTheConsumer() throws Exception {
    channel.method(declare("q"));
    link.nextTask().run();
    channel.method(new BasicConsume("q", "t", false, false, false, false, Headers.EMPTY));
    Runnable answered = link.nextTask();
    server.host().deleteQueue("q", 0, DeleteCondition.of(false, false)).join();
    link.nextTask().run();
    answered.run();
    channel.method(new BasicCancel("t", false));
    channel.method(new BasicQos(0, 1, false));

    assertThat(link.sent)
        .containsExactly(
            new QueueDeclareOk("q", 0, 0),
            new BasicConsumeOk("t"),
            new BasicCancel("t", true),
            new BasicCancelOk("t"),
            new BasicQosOk());
  }

  @Test
  void argumentsOfWhatWaitsCountForTheLimit() throws Exception {
    channel.method(declare("q"));
    Headers large = Headers.of("h", "x".repeat(100_000));
    for (int n = 0; n < 11; n++) {
      channel.method(new QueueBind("q", "amq.direct", "k" + n, true, large));
    }
    assertThat(link.holdsReads).isTrue();

    while (link.holdsReads) {
      link.nextTask().run();
    }
  }
}
