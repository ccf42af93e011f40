package io.millrace.broker.vhost;

import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.QueueOptions;
import org.jspecify.annotations.Nullable;

/**
 * When time has something to do with a queue: something in it is due, or nobody has used it for as
 * long as it may stay unused.
 *
 * <p>Owned by the queue's loop.
 */
final class QueueAlarm {
  private final HostedQueue handle;

  /** Most queues need none most of the time. */
  private @Nullable QueueTimer timer;

  QueueAlarm(HostedQueue handle) {
    this.handle = handle;
  }

  /** Wakes the queue at once, or when its machine or its expiry is due. */
  void set(boolean atOnce, QueueMachine machine, QueueOptions options, long nowMillis) {
    wakeAt(
        atOnce ? nowMillis : Math.min(machine.wakeAtMillis(), expiresAtMillis(machine, options)));
  }

  void cancel() {
    wakeAt(Envelope.NEVER);
  }

  private void wakeAt(long atMillis) {
    QueueTimer wake = timer;
    if (wake == null && atMillis != Envelope.NEVER) {
      wake = new QueueTimer(handle);
      timer = wake;
    }
    if (wake != null) {
      wake.set(handle.loop(), atMillis);
    }
  }

  /** When a queue goes if nobody uses it. */
  static long expiresAtMillis(QueueMachine machine, QueueOptions options) {
    boolean sooner =
        options.emptyExpiresAfterMillis() < options.expiresAfterMillis()
            && machine.counts().messages() == 0;
    return expiresAtMillis(
        machine, sooner ? options.emptyExpiresAfterMillis() : options.expiresAfterMillis());
  }

  /** Whether it goes now whatever is in it. */
  static boolean expiresWithMessages(QueueMachine machine, QueueOptions options, long nowMillis) {
    return expiresAtMillis(machine, options.expiresAfterMillis()) <= nowMillis;
  }

  private static long expiresAtMillis(QueueMachine machine, long afterMillis) {
    return afterMillis == Envelope.NEVER || machine.unusedSinceMillis().isEmpty()
        ? Envelope.NEVER
        : machine.unusedSinceMillis().getAsLong() + afterMillis;
  }
}
