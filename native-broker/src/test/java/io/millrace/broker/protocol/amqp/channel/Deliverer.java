package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer that keeps what it gets until the test looks. */
final class Deliverer extends DefaultConsumer {
  private static final int DEADLINE_SECONDS = 20;

  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

  Deliverer(Channel channel) {
    super(channel);
  }

  @Override
  public void handleDelivery(
      String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    deliveries.add(new Delivery(envelope, properties, body));
  }

  @Override
  public void handleCancel(String tag) {
    cancelled.add(tag);
  }

  Delivery next() throws InterruptedException {
    return take(deliveries);
  }

  /** The tag of the next delivery. */
  long nextTag() throws InterruptedException {
    return next().getEnvelope().getDeliveryTag();
  }

  /** The bodies of the next deliveries. */
  List<String> bodies(int count) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(new String(next().getBody(), UTF_8));
    }
    return bodies;
  }

  int count() {
    return deliveries.size();
  }

  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came");
    }
    return taken;
  }
}
