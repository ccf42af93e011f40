package io.millrace.queue.engine;

import io.millrace.queue.Ordering;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.channel.Channel;
import io.millrace.queue.metrics.QueueMeters;
import io.millrace.queue.order.KeyLanes;
import io.millrace.queue.retry.Backoff;
import io.millrace.queue.retry.RetrySchedule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the loops of one queue share. Every part is safe for all of them; the class itself only
 * holds them together.
 */
final class Core<T> {
  /** How far a stop has come, as the loops need to know it. It only moves forward. */
  enum Phase {
    /** No stop was asked for. */
    RUNNING,
    /** Fetch no more; finish what is there; what fails goes back to its source. */
    DRAINING,
    /** The deadline has passed: everything goes back to its source. */
    CUT_OFF
  }

  final QueueConfig<T> config;
  final EngineTime time;
  final RandomGenerator random;
  final Channel<Delivery<T>> channel;
  final @Nullable KeyLanes<Delivery<T>> lanes;
  final RetrySchedule<Delivery<T>> retries;
  final Backoff retryBackoff;
  final Admission admission;
  final Counters counters = new Counters();
  final QueueMeters meters;
  final Throttle throttle;
  final Listeners listeners;
  final DeadLetterOutage deadLetterOutage;

  /**
   * Keys, while draining, of which a message went back to its source: those that come after it must
   * follow it, or they would be handled before it.
   */
  private final Set<Object> returnedKeys = ConcurrentHashMap.newKeySet();

  /** Written by the control loop, read by all. */
  private volatile Phase phase = Phase.RUNNING;

  /** Written by whoever pauses, read by all. */
  private volatile boolean paused;

  /** Wakes the control loop; set once, when the loop is made. */
  private volatile Runnable controlWaker = () -> {};

  Core(QueueConfig<T> config, EngineTime time, RandomGenerator random, QueueMeters meters) {
    this.config = config;
    this.time = time;
    this.random = random;
    this.meters = meters;
    channel = new Channel<>(config.bufferMessages());
    lanes =
        config.ordering() == Ordering.NONE
            ? null
            : new KeyLanes<>(config.bufferMessages() + config.retry().maxWaiting());
    retries = new RetrySchedule<>(time.nanoTime());
    retryBackoff =
        new Backoff(
            config.retry().initialBackoff(),
            config.retry().maxBackoff(),
            config.retry().jitter(),
            random);
    admission = new Admission(config.bufferBytes());
    throttle = new Throttle(config);
    listeners = new Listeners(config);
    deadLetterOutage = new DeadLetterOutage(config, time);
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  boolean isPaused() {
    return paused;
  }

  void setPaused(boolean value) {
    paused = value;
  }

  void wakeControl() {
    controlWaker.run();
  }

  void controlWaker(Runnable waker) {
    controlWaker = waker;
  }

  /** Messages that wait for their retry or behind another of their key. */
  int waiting() {
    return retries.size() + (lanes == null ? 0 : lanes.waiting());
  }

  /** Whether a delivery must go back to its source instead of to a handler. */
  boolean mustReturn(Delivery<T> delivery) {
    if (delivery.message.partition().isRevoked()) {
      return true;
    }
    return switch (phase) {
      case RUNNING -> false;
      case DRAINING ->
          delivery.isRetry()
              || (delivery.isOrdered()
                  && !returnedKeys.isEmpty()
                  && returnedKeys.contains(delivery.key()));
      case CUT_OFF -> true;
    };
  }

  /** Keeps what follows a returned delivery from being handled before it. */
  void keepBehind(Delivery<T> returned) {
    if (returned.isOrdered() && phase != Phase.RUNNING) {
      returnedKeys.add(returned.key());
    }
  }

  /** Hands deliveries back to workers, whatever room there is; in their order. */
  void makeReady(List<Delivery<T>> deliveries) {
    long now = time.nanoTime();
    for (Delivery<T> delivery : deliveries) {
      delivery.readyNanos = now;
      channel.force(delivery);
    }
  }

  /**
   * Removes what waits for another attempt of a partition's messages below an offset. What waits
   * for the dead letter pusher has no attempt to come and stays.
   */
  List<Delivery<T>> takeWaiting(SourcePartition partition, long offset) {
    return retries.remove(
        delivery ->
            delivery.message.partition() == partition
                && delivery.message.offset() < offset
                && delivery.deadLetter == null);
  }

  /** Removes what belongs to a revoked assignment and no worker has taken yet. */
  List<Delivery<T>> takeRevoked() {
    List<Delivery<T>> revoked =
        retries.remove(delivery -> delivery.message.partition().isRevoked());
    revoked.addAll(channel.remove(delivery -> delivery.message.partition().isRevoked()));
    return revoked;
  }

  /**
   * Lets go of what waits for a retry but belongs to a revoked assignment: workers will return it.
   */
  void expediteRevoked() {
    makeReady(retries.remove(delivery -> delivery.message.partition().isRevoked()));
  }
}
