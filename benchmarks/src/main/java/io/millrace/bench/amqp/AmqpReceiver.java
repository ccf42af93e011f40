package io.millrace.bench.amqp;

import io.millrace.bench.load.Pace;
import io.millrace.bench.load.Party;
import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicConsumeOk;
import io.millrace.broker.protocol.amqp.codec.BasicDeliver;
import io.millrace.broker.protocol.amqp.codec.BasicQos;
import io.millrace.broker.protocol.amqp.codec.BasicQosOk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Consumes one queue, and acks many messages at once if it acks at all. A thread of its own. */
final class AmqpReceiver implements Party {
  private static final String TAG = "c";

  /** Of a basic.deliver: behind class, method and consumer tag. */
  private static final int DELIVERY_TAG = 4 + 1 + TAG.length();

  /** Of the frame with a basic.ack: behind its head, class and method. */
  private static final int ACKED_TAG = 7 + 4;

  private final AmqpLink link;
  private final Pace pace;

  /** 0 for never. */
  private final int ackEvery;

  private final ByteBuffer ack;
  private int unacked;

  AmqpReceiver(Target target, Scenario scenario, String queue, Clients clients, Pace pace)
      throws IOException {
    this.link = new AmqpLink(target);
    this.pace = pace;
    this.ackEvery = scenario.isAcknowledged() ? clients.ackEvery() : 0;
    ack =
        AmqpLink.frames(out -> link.writer().method(AmqpLink.CHANNEL, new BasicAck(0, true), out));
    if (scenario.isAcknowledged()) {
      link.ask(new BasicQos(0, clients.prefetch(), false), BasicQosOk.ID);
    }
    boolean noAck = !scenario.isAcknowledged();
    link.ask(
        new BasicConsume(queue, TAG, false, noAck, false, false, Headers.EMPTY), BasicConsumeOk.ID);
  }

  @Override
  public void go() throws IOException {
    link.await();
    int count = 0;
    while (link.hasFrame()) {
      link.next();
      int method = link.methodId();
      if (method == BasicDeliver.ID) {
        count++;
        if (ackEvery > 0) {
          take();
        }
      } else if (method != 0) {
        throw link.unexpected();
      }
    }
    pace.received(count);
  }

  private void take() throws IOException {
    if (++unacked == ackEvery) {
      ack.putLong(ACKED_TAG, link.longLong(DELIVERY_TAG));
      link.write(ack.duplicate());
      unacked = 0;
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
