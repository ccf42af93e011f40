package io.millrace.amqp.consume;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of a queue, on a channel of its own, until the first of the two ends: then all that is
 * not settled is the broker's again, and another subscription has to be opened.
 *
 * <p><b>Threads:</b> its owner's; {@link #wakeup} any. The client's threads only put deliveries
 * down.
 */
public final class Subscription {
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);

  private final Channel channel;
  private final String queue;
  private final Inbox inbox = new Inbox();
  private final OpenTags tags = new OpenTags();
  private String consumer = "";

  private Subscription(Channel channel, String queue) {
    this.channel = channel;
    this.queue = queue;
    channel.addShutdownListener(end -> inbox.end(Trouble.reasonOf(end)));
  }

  /**
   * Opens a channel, declares what is to be there, and consumes. Blocks until the broker has
   * answered.
   *
   * @throws IOException says what the broker refuses, or that it is gone
   */
  public static Subscription open(
      Connection connection, Topology topology, String queue, int prefetch) throws IOException {
    try {
      Channel channel = connection.createChannel();
      if (channel == null) {
        throw new IOException("the connection has no channel left for queue " + queue);
      }
      Subscription made = new Subscription(channel, queue);
      try {
        topology.declare(channel);
        made.consumer = made.consume(prefetch);
        return made;
      } catch (IOException | RuntimeException e) {
        channel.abort();
        throw e;
      }
    } catch (ShutdownSignalException e) {
      throw Trouble.of("queue " + queue + " cannot be consumed", e);
    }
  }

  private String consume(int prefetch) throws IOException {
    try {
      channel.basicQos(prefetch);
      return channel.basicConsume(queue, false, new Feed(channel));
    } catch (IOException | ShutdownSignalException e) {
      throw Trouble.of("queue " + queue + " cannot be consumed", e);
    }
  }

  /** Puts deliveries down. Called by a thread of the client. */
  private final class Feed extends DefaultConsumer {
    Feed(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      inbox.add(new AmqpDelivery(Subscription.this, envelope, properties, body));
    }

    @Override
    public void handleCancel(String tag) {
      inbox.end("the broker has ended the consumer of queue " + queue + "; was it deleted?");
    }
  }

  public String queue() {
    return queue;
  }

  /** Why nothing comes any more; empty while it may. */
  public Optional<String> ended() {
    return inbox.ended();
  }

  /** What was delivered since the last call; waits for something up to {@code atMost}. */
  public List<AmqpDelivery> take(Duration atMost) throws InterruptedException {
    List<AmqpDelivery> taken = inbox.take(atMost);
    taken.forEach(delivery -> tags.add(delivery.tag()));
    return taken;
  }

  /** Makes a {@link #take} that waits, or else the next, return at once. */
  public void wakeup() {
    inbox.wakeup();
  }

  /** How many deliveries were taken and are not settled. */
  public int unsettled() {
    return tags.size();
  }

  /** Whether a delivery can still be settled here. */
  public boolean holds(AmqpDelivery delivery) {
    return delivery.subscription() == this && channel.isOpen() && tags.isOpen(delivery.tag());
  }

  /**
   * Has the broker forget these, all of which it {@link #holds}. With as few words as possible.
   *
   * @throws IOException when the broker is gone
   */
  public void acknowledge(List<AmqpDelivery> deliveries) throws IOException {
    for (OpenTags.Ack ack : tags.acknowledge(deliveries.stream().map(AmqpDelivery::tag).toList())) {
      try {
        channel.basicAck(ack.tag(), ack.isMultiple());
      } catch (ShutdownSignalException e) {
        throw Trouble.of("queue " + queue, e);
      }
    }
  }

  /**
   * Has the broker do with one that nobody wants as the queue says: to its dead letter exchange, if
   * there is one.
   *
   * @throws IOException when the broker is gone
   */
  public void reject(AmqpDelivery delivery) throws IOException {
    refuse(delivery, false);
  }

  /**
   * Puts one back into its old place.
   *
   * @throws IOException when the broker is gone
   */
  public void requeue(AmqpDelivery delivery) throws IOException {
    refuse(delivery, true);
  }

  private void refuse(AmqpDelivery delivery, boolean requeues) throws IOException {
    tags.remove(delivery.tag());
    try {
      channel.basicReject(delivery.tag(), requeues);
    } catch (ShutdownSignalException e) {
      throw Trouble.of("queue " + queue, e);
    }
  }

  /**
   * Lets the broker have so many under way from now on: what the old consumer has is beside that
   * until it is settled.
   *
   * @throws IOException when the broker is gone
   */
  public void prefetch(int count) throws IOException {
    String old = consumer;
    consumer = consume(count);
    cancel(old);
  }

  /**
   * Takes nothing more; what was delivered can be settled.
   *
   * @throws IOException when the broker is gone
   */
  public void stopConsuming() throws IOException {
    if (!consumer.isEmpty()) {
      String last = consumer;
      consumer = "";
      cancel(last);
    }
  }

  private void cancel(String tag) throws IOException {
    try {
      channel.basicCancel(tag);
    } catch (ShutdownSignalException e) {
      throw Trouble.of("queue " + queue, e);
    }
  }

  /**
   * How many messages wait in the queue.
   *
   * @throws IOException when the broker does not say
   */
  public long depth() throws IOException {
    try {
      return channel.messageCount(queue);
    } catch (ShutdownSignalException e) {
      throw Trouble.of("queue " + queue, e);
    }
  }

  /** What its channel belongs to. */
  public Connection connection() {
    return channel.getConnection();
  }

  /**
   * Ends it: the broker has all settlements, and gets back what has none, in the old places. Waits
   * for its answer.
   */
  public void close() {
    try {
      if (channel.isOpen()) {
        channel.close();
      }
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      log.debug("queue {}: the channel was gone before it was closed", queue, e);
    }
  }

  /** Ends it without a word on what is not settled; waits for the broker for 10 seconds at most. */
  public void abort() {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException e) {
      log.debug("queue {}: the channel was gone already", queue, e);
    }
  }
}
