package io.millrace.queue.engine;

import io.millrace.queue.Pusher;
import io.millrace.queue.QueueConfig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time in which the dead letter pusher fails, or is not there, and what the log is told of it:
 * when it begins, at growing counts of failures, and when it is over; not each message that is kept
 * meanwhile.
 *
 * <p>It begins with the first message that is not taken, and is over when a message is taken and
 * none is kept any more; so one message that is never taken, among others that are, is one outage.
 *
 * <p><b>Threads:</b> any.
 */
final class DeadLetterOutage {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterOutage.class);

  private final QueueConfig<?> config;
  private final String title;
  private final EngineTime time;

  /** Guards what follows; several workers push. Not held while logging. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Messages that were not taken and are still in the queue. */
  private int kept;

  private long sinceNanos;

  /** How often the pusher has failed since the outage began; 0 while there is none. */
  private volatile int failures;

  private final AtomicBoolean toldOfNowhere = new AtomicBoolean();

  DeadLetterOutage(QueueConfig<?> config, EngineTime time) {
    this.config = config;
    title = config.title();
    this.time = time;
  }

  /** The pusher did not take a delivery, which has counted the failure already. */
  void failed(Delivery<?> delivery, Throwable failure) {
    int now;
    int keptNow;
    lock.lock();
    try {
      if (delivery.deadLetterFailures == 1) {
        kept++;
      }
      if (failures == 0) {
        sinceNanos = time.nanoTime();
      }
      now = failures + 1;
      failures = now;
      keptNow = kept;
    } finally {
      lock.unlock();
    }
    if (now == 1) {
      log.error(
          "{}: the dead letter pusher {} failed to take {}; what it does not take is kept and tried again",
          title,
          pusherName(),
          delivery,
          failure);
    } else if (Integer.bitCount(now) == 1) {
      log.error(
          "{}: the dead letter pusher {} has failed {} times by now, {} kept: {}",
          title,
          pusherName(),
          now,
          Count.of(keptNow, "message"),
          failure.toString());
    }
  }

  /**
   * A delivery is rejected because there is no pusher at all: told once, with the remedy, since
   * each that follows says nothing new.
   */
  void nowhere(Delivery<?> delivery, String reason) {
    if (toldOfNowhere.compareAndSet(false, true)) {
      log.warn(
          "{}: {} is a dead letter, but the queue has no dead letter pusher, so it is rejected and"
              + " not kept, as all that follow will be; give the queue one with deadLetters(pusher): {}",
          title,
          delivery,
          reason);
    } else {
      log.debug("{}: {} rejected for want of a dead letter pusher: {}", title, delivery, reason);
    }
  }

  /** A delivery that the pusher had failed to take has come to its end. */
  void left() {
    lock.lock();
    try {
      kept--;
    } finally {
      lock.unlock();
    }
  }

  /** The pusher took a message. */
  void taken() {
    if (failures == 0) {
      return;
    }
    int before;
    long nanos;
    lock.lock();
    try {
      if (kept > 0 || failures == 0) {
        return;
      }
      before = failures;
      nanos = time.nanoTime() - sinceNanos;
      failures = 0;
    } finally {
      lock.unlock();
    }
    log.info(
        "{}: the dead letter pusher {} has taken everything that was kept: it had failed {} in {} ms",
        title,
        pusherName(),
        Count.of(before, "time"),
        TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private String pusherName() {
    return config.deadLetters().map(Pusher::name).orElse("none");
  }
}
