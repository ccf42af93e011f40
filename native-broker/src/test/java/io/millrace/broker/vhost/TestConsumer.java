package io.millrace.broker.vhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Offsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A front's consumer that keeps what it gets until the test looks. */
final class TestConsumer implements ConsumerTarget {
  /** A delivery, taken out of its batch. */
  record Received(long offset, Message message, int deliveryCount, boolean redelivered) {
    String body() {
      return new String(message.body(), UTF_8);
    }
  }

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  final BlockingQueue<Subscription> cancelled = new LinkedBlockingQueue<>();
  final BlockingQueue<Boolean> activations = new LinkedBlockingQueue<>();
  final BlockingQueue<Long> overdue = new LinkedBlockingQueue<>();
  final BlockingQueue<Subscription> ends = new LinkedBlockingQueue<>();
  private Subscription subscription;

  void subscribed(Subscription one) {
    subscription = one;
  }

  Subscription subscription() {
    return subscription;
  }

  @Override
  public void deliver(Deliveries deliveries) {
    for (int i = 0; i < deliveries.count(); i++) {
      received.add(
          new Received(
              deliveries.offset(i),
              deliveries.message(i),
              deliveries.deliveryCount(i),
              deliveries.isRedelivered(i)));
    }
  }

  @Override
  public void cancelled(Subscription one) {
    cancelled.add(one);
  }

  @Override
  public void ended(Subscription one) {
    ends.add(one);
  }

  @Override
  public void activated(Subscription one, boolean active) {
    activations.add(active);
  }

  @Override
  public void overdue(Subscription one, long offset) {
    overdue.add(offset);
  }

  /** The next delivery. */
  Received next() {
    return take(received);
  }

  /** The bodies of the next deliveries. */
  List<String> bodies(int count) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(next().body());
    }
    return bodies;
  }

  /** The next delivery, acknowledged. */
  Received acknowledgeNext() {
    Received next = next();
    subscription.acknowledge(Offsets.of(next.offset()));
    return next;
  }

  /** A delivery that is there. */
  Optional<Received> poll() {
    return Optional.ofNullable(received.poll());
  }

  /** How many deliveries are there. */
  int count() {
    return received.size();
  }

  boolean hasNothing() {
    return received.isEmpty();
  }

  static <T> T take(BlockingQueue<T> queue) {
    try {
      T taken = queue.poll(TestHost.DEADLINE.toSeconds(), TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError("nothing came");
      }
      return taken;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
