package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.queue.KeyFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queues that a connection has bound. For the connection's thread.
 *
 * <p>When a queue is bound anew, the consumer of before stays until its messages are acked: it gets
 * no more.
 */
final class Bindings {
  /** How many consumers of before one queue may have; the oldest gives its messages back. */
  private static final int MOST_FORMER = 8;

  private final FanoutGroups groups;
  private final Map<String, Bound> byQueue = new HashMap<>(2);

  /** Consumers that have something to tell their queues. */
  private final List<Consumer> acking = new ArrayList<>();

  Bindings(FanoutGroups groups) {
    this.groups = groups;
  }

  private static final class Bound {
    private Consumer current;
    private final CopyQueue copies;
    private final ArrayDeque<Consumer> former = new ArrayDeque<>(0);

    Bound(Consumer current, CopyQueue copies) {
      this.current = current;
      this.copies = copies;
    }

    /** The consumer that answers to it, if one does. */
    @Nullable Consumer find(Predicate<Consumer> which) {
      if (which.test(current)) {
        return current;
      }
      Consumer copied = copies.consumer();
      if (copied != null && which.test(copied)) {
        return copied;
      }
      for (Consumer each : former) {
        if (which.test(each)) {
          return each;
        }
      }
      return null;
    }

    void replace(Consumer by) {
      current.cancel();
      former.add(current);
      current = by;
      former.removeIf(Bound::isDone);
      while (former.size() > MOST_FORMER) {
        former.remove().detach(false);
      }
    }

    private static boolean isDone(Consumer consumer) {
      if (consumer.holdsNothing()) {
        consumer.detach(false);
        return true;
      }
      return false;
    }

    void flow(boolean open) {
      current.flow(open);
      Consumer copied = copies.consumer();
      if (copied != null) {
        copied.flow(open);
      }
    }

    void detach(boolean counted) {
      // The youngest first: what they give back goes to its place all the same.
      copies.close();
      current.detach(counted);
      former.forEach(each -> each.detach(counted));
    }
  }

  boolean isBound(String queue) {
    return byQueue.containsKey(queue);
  }

  /** The consumer of a queue. */
  Optional<Consumer> consumer(String queue) {
    return Optional.ofNullable(byQueue.get(queue)).map(bound -> bound.current);
  }

  /**
   * A consumer gets the messages of its queue from now on.
   *
   * @param copies makes where the copies go that everybody gets; asked if the queue was not bound
   */
  void bind(Consumer consumer, Supplier<CopyQueue> copies) {
    String queue = consumer.queue();
    Bound bound = byQueue.get(queue);
    if (bound == null) {
      Bound first = new Bound(consumer, copies.get());
      byQueue.put(queue, first);
      groups.join(queue, first.copies);
    } else {
      bound.replace(consumer);
      bound.copies.rebound(consumer.terms());
    }
  }

  /** The consumer of a queue takes other messages from now on. */
  void choose(String queue, KeyFilter filter) {
    Bound bound = byQueue.get(queue);
    if (bound != null) {
      bound.current.choose(filter);
      bound.copies.rebound(bound.current.terms());
    }
  }

  /** Takes an ack; false if no consumer of that queue holds the message. */
  boolean acknowledge(String queue, long messageId) {
    Bound bound = byQueue.get(queue);
    Consumer holder = bound == null ? null : bound.find(each -> each.acknowledge(messageId));
    if (holder == null) {
      return false;
    }
    if (acking.isEmpty() || acking.get(acking.size() - 1) != holder) {
      acking.add(holder);
    }
    return true;
  }

  /** Extends the time for a message; false if no consumer of that queue holds it. */
  boolean renew(String queue, long messageId) {
    Bound bound = byQueue.get(queue);
    return bound != null && bound.find(each -> each.renew(messageId)) != null;
  }

  /** Tells the queues what was acked. */
  void flushAcks() {
    if (!acking.isEmpty()) {
      acking.forEach(Consumer::flushAcks);
      acking.clear();
    }
  }

  /** Stops deliveries to the connection, or lets them go on. */
  void flow(boolean open) {
    byQueue.values().forEach(bound -> bound.flow(open));
  }

  /** No more messages of a queue; what is not acked goes back to its place. */
  void unbind(String queue) {
    Bound bound = byQueue.remove(queue);
    if (bound != null) {
      groups.leave(queue, bound.copies);
      bound.detach(false);
    }
  }

  /**
   * No more messages of any queue.
   *
   * @param counted whether that is a failed attempt for what is not acked
   */
  void unbindAll(boolean counted) {
    byQueue.forEach(
        (queue, bound) -> {
          groups.leave(queue, bound.copies);
          bound.detach(counted);
        });
    byQueue.clear();
  }
}
