package io.millrace.queue.engine;

import io.millrace.queue.Producer;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer and the thread that owns it: fetches, hands over, settles.
 *
 * <p>It ends when it fetches no more, for whatever reason, and everything it fetched is settled.
 *
 * <p><b>Threads:</b> {@link #turn} on its own; {@link #settled}, {@link #retire}, {@link #wake} and
 * the queries from any.
 */
final class ProducerLoop<T> implements Loop {
  private static final Logger log = LoggerFactory.getLogger(ProducerLoop.class);

  /** How long settlements may gather while there is no room to hand over. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Core<T> core;
  private final int index;
  private final HandOver<T> handOver;
  private final Unsettled<T> unsettled;
  private final ProducerPace pace;
  private final ProducerInbox<T> inbox;
  private final Intake<T> intake;
  private final Recall<T> recall;

  private @Nullable Producer<T> producer;

  /** No message comes out of this loop any more; those it fetched may still be unsettled. */
  private volatile boolean quiet;

  private volatile boolean retired;

  /** The queue has stopped without it; nobody will settle what it still has. */
  private volatile boolean abandoned;

  ProducerLoop(Core<T> core, int index) {
    this.core = core;
    this.index = index;
    handOver = new HandOver<>(core, core.config.fetchSize());
    unsettled = new Unsettled<>(core);
    pace = new ProducerPace(core, index, name());
    inbox = new ProducerInbox<>(name());
    recall = new Recall<>(core, inbox, handOver);
    intake = new Intake<>(core, this, inbox, unsettled, handOver, pace);
  }

  @Override
  public String name() {
    return "millrace-" + core.config.name() + "-producer-" + index;
  }

  int index() {
    return index;
  }

  /** Whether it will hand over nothing more. */
  boolean isQuiet() {
    return quiet;
  }

  boolean isRetired() {
    return retired;
  }

  long lag() {
    return intake.lag();
  }

  long unsettledCount() {
    return unsettled.count();
  }

  @Nullable Thread thread() {
    return inbox.thread();
  }

  /** Takes a chain of deliveries that have reached their end. */
  void settled(Delivery<T> first, Delivery<T> last) {
    inbox.push(first, last);
  }

  /** Lets it fetch no more and end once everything is settled. */
  void retire() {
    retired = true;
    wake();
  }

  /** Lets it close its producer and end as soon as it comes back. */
  void abandon() {
    abandoned = true;
  }

  /** Ends its wait, or the next one that it begins. */
  void wake() {
    inbox.wake();
  }

  @Override
  public boolean turn(long maxWaitNanos) throws InterruptedException {
    inbox.attach();
    Producer<T> source = producer;
    if (source == null) {
      return open(maxWaitNanos);
    }
    if (abandoned) {
      close(source);
      return false;
    }
    boolean hasSettled = settlePending(source);
    unsettled.renewIfDue(source);
    if (handOver.isPending()) {
      intake.keepAlive(source);
      handOver(maxWaitNanos, hasSettled);
      return true;
    }
    if (isFinished()) {
      quiet = true;
      return awaitSettled(source, maxWaitNanos);
    }
    long pauseNanos = pace.nanosToNextFetch(core.time.nanoTime());
    if (pauseNanos > 0) {
      inbox.park(Math.min(maxWaitNanos, Math.min(pauseNanos, unsettled.patienceNanos())));
      return true;
    }
    int room = intake.room();
    if (room <= 0) {
      intake.keepAlive(source);
      awaitRoom(Math.min(maxWaitNanos, Intake.KEEP_ALIVE_NANOS));
      return true;
    }
    intake.fetch(source, room, maxWaitNanos);
    handOver(0, false);
    return true;
  }

  /** Whether it is to fetch no more. */
  boolean isFinished() {
    return pace.hasEnded() || retired || core.phase() != Core.Phase.RUNNING;
  }

  private boolean open(long maxWaitNanos) {
    if (isFinished()) {
      quiet = true;
      return false;
    }
    long pauseNanos = pace.nanosToNextFetch(core.time.nanoTime());
    if (pauseNanos > 0) {
      inbox.park(Math.min(maxWaitNanos, pauseNanos));
      return true;
    }
    Exception failure =
        UserCode.failureOf(
            () -> {
              Producer<T> source = core.config.producerFactory().create(index);
              unsettled.lease(source.lease().orElse(null));
              producer = source;
            });
    if (failure != null) {
      pace.failed("could not be made", failure);
    } else {
      pace.recovered();
      core.listeners.producerOpened(index);
    }
    return true;
  }

  /**
   * Hands over, waiting for room.
   *
   * @param gathers whether settlements gather meanwhile rather than end the wait: while they keep
   *     coming, to be woken for each costs more than what it brings, and the channel wakes this
   *     thread when there is room worth it
   */
  private void handOver(long maxWaitNanos, boolean gathers) {
    if (!gathers) {
      inbox.beginWait();
    }
    long most = gathers ? GATHER_NANOS : Intake.KEEP_ALIVE_NANOS;
    try {
      handOver.run(inbox.isEmpty() ? Math.min(maxWaitNanos, most) : 0);
    } catch (InterruptedException e) {
      // Only a stop past its deadline interrupts this thread; the phase says so to every step that
      // follows.
      log.debug("{} interrupted while handing over", name());
    } finally {
      inbox.endWait();
    }
  }

  /** Called by the producer, inside its fetch. */
  boolean awaitSettlements(Duration maxWait) throws InterruptedException {
    Producer<T> source = producer;
    if (source == null) {
      return false;
    }
    long deadline = core.time.nanoTime() + maxWait.toNanos();
    while (!settlePending(source)) {
      recall.again();
      if (settlePending(source)) {
        return true;
      }
      long left = deadline - core.time.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      unsettled.renewIfDue(source);
      inbox.park(Math.min(left, Math.min(recall.patienceNanos(), unsettled.patienceNanos())));
    }
    return true;
  }

  /** Called by the producer, inside its fetch: an assignment has ended. */
  void revoked() {
    recall.revoked();
  }

  /** Called by the producer, inside its fetch: it takes back what waits for a retry. */
  int giveBack(SourcePartition partition, long offset) {
    return recall.waiting(partition, offset);
  }

  /** A fetch of its producer begins. */
  void beginFetch() {
    recall.begin();
  }

  private boolean settlePending(Producer<T> source) {
    Delivery<T> newest = inbox.takeAll();
    if (newest == null) {
      return false;
    }
    unsettled.settle(source, newest);
    return true;
  }

  private boolean awaitSettled(Producer<T> source, long maxWaitNanos) {
    if (unsettled.count() > 0) {
      inbox.park(Math.min(maxWaitNanos, Intake.KEEP_ALIVE_NANOS));
      return true;
    }
    core.listeners.producerGone(index);
    close(source);
    core.wakeControl();
    return false;
  }

  private void close(Producer<T> source) {
    Exception failure = UserCode.failureOf(source::close);
    if (failure != null) {
      log.error("{} failed to close", name(), failure);
    }
    producer = null;
  }

  private void awaitRoom(long nanos) {
    if (nanos <= 0) {
      return;
    }
    inbox.beginWait();
    if (inbox.isEmpty()) {
      long before = core.time.nanoTime();
      core.admission.awaitRelease(nanos, () -> intake.room() <= 0 && !isFinished());
      core.meters.producerBlocked(core.time.nanoTime() - before);
    }
    inbox.endWait();
  }
}
