package io.millrace.amqp.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.consume.AmqpDelivery;
import io.millrace.amqp.consume.Subscription;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterWalk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * One walk through a queue. What it came by is not acked, so that nobody else is given it, and goes
 * back to its place with the walk's channel.
 *
 * <p>It ends with as many letters as waited when it began, or when none has come for a while: some
 * may be with others.
 */
final class QueueWalk implements LetterWalk {
  /** How many letters are under way to a consumer; behind these it is replaced by another. */
  private static final int PREFETCH = 100;

  /** Without a letter for so long there are no more. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** How often it waits that long for a broker that says that there are more. */
  private static final int MOST_WAITS = 15;

  private final Subscription subscription;
  private final Deque<AmqpDelivery> come = new ArrayDeque<>();
  private long left;

  /** Which of the consumers one after another the next letter is of, and how many it has here. */
  private int consumer;

  private int unacked;

  /** The handle of a message of this walk. */
  private record Letter(AmqpDelivery delivery, int consumer) {}

  private QueueWalk(Subscription subscription, long waiting) {
    this.subscription = subscription;
    left = waiting;
  }

  /**
   * Begins one; blocks until the broker has answered.
   *
   * @throws IOException says why it cannot, as that there is no such queue
   */
  static QueueWalk begin(Connection connection, String queue) throws IOException {
    long waiting = waitingIn(queue, connection);
    return new QueueWalk(Subscription.open(connection, Topology.NONE, queue, PREFETCH), waiting);
  }

  private static long waitingIn(String queue, Connection connection) throws IOException {
    try (Channel channel = connection.createChannel()) {
      if (channel == null) {
        throw new IOException("the connection has no channel left for queue " + queue);
      }
      return channel.messageCount(queue);
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw Trouble.of("queue " + queue, e);
    }
  }

  @Override
  public Optional<DeadLetter> next() throws IOException, InterruptedException {
    if (left == 0) {
      return Optional.empty();
    }
    if (unacked >= PREFETCH) {
      subscription.prefetch(PREFETCH);
      consumer++;
      unacked = 0;
    }
    awaitLetters();
    AmqpDelivery next = come.poll();
    if (next == null) {
      left = 0;
      return Optional.empty();
    }
    left--;
    unacked++;
    return Optional.of(
        LetterReader.read(next, new Letter(LetterReader.withoutBody(next), consumer)));
  }

  /** Until some come. None will when the others that waited are with somebody else by now. */
  private void awaitLetters() throws IOException, InterruptedException {
    boolean mayCome = come.isEmpty();
    for (int waits = 0; mayCome && waits < MOST_WAITS; waits++) {
      come.addAll(subscription.take(SILENCE));
      checkNotLost();
      mayCome = come.isEmpty() && subscription.depth() > 0;
    }
    checkNotLost();
  }

  /** What came before a loss comes again, and nobody knows then what was looked at. */
  private void checkNotLost() throws IOException {
    if (subscription.ended().isPresent()) {
      throw new IOException(
          "the broker was lost on the way, and what was not done is there still: "
              + subscription.ended().get());
    }
  }

  @Override
  public void forget(List<Message<byte[]>> letters) throws IOException {
    checkNotLost();
    List<AmqpDelivery> deliveries = new ArrayList<>(letters.size());
    for (Message<byte[]> message : letters) {
      Letter letter = letterOf(message);
      deliveries.add(letter.delivery);
      unacked -= letter.consumer == consumer ? 1 : 0;
    }
    subscription.acknowledge(deliveries);
  }

  private static Letter letterOf(Message<byte[]> message) {
    if (message.handle() instanceof Letter letter) {
      return letter;
    }
    throw new IllegalArgumentException("not read here: " + message);
  }

  @Override
  public void close() {
    subscription.close();
  }
}
