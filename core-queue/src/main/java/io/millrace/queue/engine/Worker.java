package io.millrace.queue.engine;

import io.millrace.queue.QueueConfig;
import io.millrace.queue.channel.Channel;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer and the thread that owns it: takes deliveries from the channel and has them handled.
 *
 * <p>It ends when it is retired, when its call was abandoned, or when the channel is closed and
 * empty.
 *
 * <p><b>Threads:</b> {@link #turn} on its own; all other methods from any.
 */
final class Worker<T> implements Loop {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private static final int MAX_RUN = 1_024;
  private static final int MAX_EVENTS = 1_024;

  private final Core<T> core;
  private final int number;
  private final int callsPerTurn;
  private final Run<T> run;
  private final Stint stint;
  private final Outbox<T> outbox;
  private final InHand<T> inHand;
  private final Caller<T> caller;
  private final ConsumerOpening<T> opening;
  private final Queue<Object> events = new LinkedBlockingQueue<>(MAX_EVENTS);
  private final boolean inBatches;

  private @Nullable Handling<T> handling;
  private @Nullable Delivery<T> continuing;

  private volatile @Nullable Thread thread;
  private volatile boolean retired;
  private volatile boolean resting;

  /**
   * @param callsPerTurn how many calls one turn makes at most; a simulation limits them
   */
  Worker(Core<T> core, int number, int callsPerTurn) {
    this.core = core;
    this.number = number;
    this.callsPerTurn = callsPerTurn;
    inBatches = core.config.handler() instanceof QueueConfig.Batch;
    int capacity =
        core.config.handler() instanceof QueueConfig.Batch<T> batch ? batch.maxBatch() : MAX_RUN;
    run = new Run<>(capacity);
    stint = new Stint(capacity);
    outbox = new Outbox<>(core);
    caller = new Caller<>(core);
    inHand = new InHand<>(core.channel, caller.slot(), run, outbox);
    opening = new ConsumerOpening<>(core, name(), caller, outbox);
  }

  @Override
  public String name() {
    return "millrace-" + core.config.name() + "-consumer-" + number;
  }

  Caller<T> caller() {
    return caller;
  }

  InHand<T> inHand() {
    return inHand;
  }

  @Nullable Thread thread() {
    return thread;
  }

  /** Lets it finish the message it has, give back the others, and end. */
  void retire() {
    retired = true;
    wake();
  }

  /** While resting it takes nothing. */
  void rest(boolean value) {
    if (resting != value) {
      resting = value;
      wake();
    }
  }

  /** False when too many events wait for it already. */
  boolean offerEvent(Object event) {
    boolean taken = events.offer(event);
    wake();
    return taken;
  }

  /** Ends its wait, or the next one that it begins. */
  void wake() {
    LockSupport.unpark(thread);
  }

  @Override
  public boolean turn(long maxWaitNanos) throws InterruptedException {
    thread = Thread.currentThread();
    caller.forgetTime();
    Handling<T> consumer = handling;
    if (consumer == null) {
      return open(maxWaitNanos);
    }
    if (!events.isEmpty()) {
      tellEvents(consumer);
    }
    if (continuing == null && run.unclaimed() == 0) {
      outbox.flush();
      if (mustNotTake()) {
        if (retired) {
          close(consumer);
          return false;
        }
        park(maxWaitNanos);
        return true;
      }
      if (!take(maxWaitNanos)) {
        close(consumer);
        return false;
      }
    }
    work(consumer);
    if (caller.isAbandoned()) {
      log.warn(
          "{} ends: the call it was abandoned in has come back, and its result is refused", name());
      close(consumer);
      return false;
    }
    return true;
  }

  private boolean mustNotTake() {
    return retired || ((core.isPaused() || resting) && !isEnding());
  }

  /** Nobody pauses or rests while the queue comes to its end. */
  private boolean isEnding() {
    return core.phase() != Core.Phase.RUNNING || core.channel.isClosed();
  }

  /** False when there will never be anything to take again. */
  private boolean take(long maxWaitNanos) throws InterruptedException {
    int max = inBatches ? run.capacity() : stint.size();
    int count = core.channel.poll(run.array(), max);
    if (count == 0) {
      run.clear();
      long before = core.time.nanoTime();
      boolean mayWait = events.isEmpty() && !mustNotTake();
      count = core.channel.take(run.array(), max, mayWait ? maxWaitNanos : 0);
      core.meters.workerIdle(core.time.nanoTime() - before);
    }
    if (count == Channel.CLOSED) {
      return false;
    }
    if (count > 0) {
      run.open(count);
      caller.hurry(stint.isFast());
      stint.begin(caller.nanoTime());
    }
    return true;
  }

  private void work(Handling<T> consumer) {
    for (int calls = 0; calls < callsPerTurn; calls++) {
      Delivery<T> delivery = continuing != null ? continuing : run.claim();
      continuing = null;
      if (delivery == null) {
        break;
      }
      if (mustNotTake()) {
        // Paused, resting or retired since it was taken.
        inHand.passOn(delivery);
        inHand.giveBack();
        break;
      }
      Delivery<T> next = consumer.handle(delivery, run);
      stint.called();
      if (caller.isAbandoned()) {
        return;
      }
      if (next != null) {
        next.readyNanos = caller.nanoTime();
        goOn(next);
      } else if (run.unclaimed() > 0 && stint.isOverdue(caller.nanoTime())) {
        inHand.giveBack(); // as many were taken as quick calls would have been done with
      }
      if (!events.isEmpty()) {
        break;
      }
    }
    if (continuing == null && run.unclaimed() == 0) {
      if (stint.hasCalled()) {
        caller.catchUp();
        stint.end(caller.nanoTime());
      }
      if (callsPerTurn > 1) {
        outbox.flush();
      }
    }
  }

  /** Stays with a key, unless others wait and have waited long enough. */
  private void goOn(Delivery<T> next) {
    boolean isLong = stint.isLong(next.readyNanos);
    boolean yields = isLong && (run.unclaimed() > 0 || core.channel.size() > 0);
    if (yields || callsPerTurn == 1) {
      inHand.passOn(next);
      if (yields) {
        inHand.giveBack(); // each of them may have as much behind it, and other workers be free
      }
      return;
    }
    continuing = next;
    if (isLong) {
      // A busy key may go on for ever; what it has behind it must not wait for its end.
      stint.end(next.readyNanos);
      caller.hurry(stint.isFast());
      outbox.flush();
      caller.forgetTime(); // producers may be slow to wake up
      stint.begin(caller.nanoTime());
    }
  }

  private boolean open(long maxWaitNanos) {
    if (retired || (core.channel.isClosed() && core.channel.size() == 0)) {
      return false;
    }
    long pauseNanos = opening.nanosToNextTry();
    if (pauseNanos > 0) {
      park(Math.min(maxWaitNanos, pauseNanos));
    } else {
      handling = opening.attempt();
    }
    return true;
  }

  private void tellEvents(Handling<T> consumer) {
    // Nothing looks after a consumer that is slow in an event, so nothing may wait behind it.
    inHand.giveBack();
    outbox.flush();
    Delivery<T> next = continuing;
    if (next != null) {
      continuing = null;
      inHand.passOn(next);
    }
    for (Object event = events.poll(); event != null; event = events.poll()) {
      Object told = event;
      Exception failure = UserCode.failureOf(() -> consumer.onEvent(told));
      if (failure != null) {
        log.error("{} failed in an event", name(), failure);
      }
    }
  }

  private void close(Handling<T> consumer) {
    outbox.flush();
    Exception failure = UserCode.failureOf(consumer::close);
    if (failure != null) {
      log.error("{} failed to close its consumer", name(), failure);
    }
    handling = null;
  }

  private void park(long nanos) {
    if (nanos <= 0) {
      return;
    }
    if (events.isEmpty() && mustNotTakeStill()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private boolean mustNotTakeStill() {
    return handling == null || (mustNotTake() && !retired);
  }
}
