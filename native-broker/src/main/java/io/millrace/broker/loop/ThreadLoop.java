package io.millrace.broker.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link OwnerLoop} on a platform thread of its own, which waits parked while there is nothing
 * to do.
 */
final class ThreadLoop implements OwnerLoop {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerLoop.class);

  /** A wait ends after so long at the latest, so that a step of the wall clock is noticed. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final LongSupplier clockMillis;
  private final Turns turns;
  private final Thread thread;

  /**
   * True from before the loop looks for work the last time until it wakes: a sender then unparks.
   */
  private volatile boolean parked;

  /** Written by whoever stops, read by all. */
  private volatile boolean stopping;

  ThreadLoop(String name, long limitBytes, LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
    this.turns = new Turns(name, limitBytes);
    this.thread = new Thread(this::runLoop, name);
  }

  void start() {
    thread.start();
  }

  @Override
  public String name() {
    return thread.getName();
  }

  @Override
  public void post(LoopCommand command) {
    turns.post(command);
    wake();
  }

  @Override
  public boolean offer(LoopCommand command) {
    if (stopping || !turns.takesOffers()) {
      return false;
    }
    post(command);
    return true;
  }

  @Override
  public boolean hasRoom() {
    return turns.hasRoom();
  }

  @Override
  public void whenRoom(Runnable then) {
    turns.whenRoom(then);
    wake();
  }

  @Override
  public <T> CompletableFuture<T> call(LongFunction<T> question) {
    Question<T> asked = new Question<>(question);
    post(asked);
    return asked.answer();
  }

  @Override
  public long nowMillis() {
    return turns.nowMillis();
  }

  @Override
  public void wakeAt(LoopTimer timer, long dueAtMillis) {
    assertOwner();
    turns.set(timer, dueAtMillis);
  }

  @Override
  public void cancel(LoopTimer timer) {
    assertOwner();
    turns.cancel(timer);
  }

  @Override
  public void atTurnEnd(TurnEnd.Phase phase, TurnEnd end) {
    assertOwner();
    turns.atTurnEnd(phase, end);
  }

  @Override
  public boolean isOwner() {
    return Thread.currentThread() == thread;
  }

  @Override
  public boolean stop(Duration deadline) throws InterruptedException {
    if (isOwner()) {
      throw new IllegalStateException(name() + " cannot wait for its own end");
    }
    stopping = true;
    LockSupport.unpark(thread);
    TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline.toNanos()));
    if (!thread.isAlive()) {
      return true;
    }
    turns.abandonCommands();
    LockSupport.unpark(thread);
    TimeUnit.NANOSECONDS.timedJoin(thread, TimeUnit.MILLISECONDS.toNanos(100));
    return !thread.isAlive();
  }

  /* A sender pushes and then reads `parked`; the loop sets `parked` and then looks for work. Both are
   * volatile, so at least one of the two sees the other, and no command waits for a parked loop. */
  private void wake() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void runLoop() {
    while (!stopping) {
      turns.turn(clockMillis.getAsLong(), true);
      if (!turns.hasWork(turns.nowMillis())) {
        await();
      }
    }
    do {
      turns.turn(clockMillis.getAsLong(), false);
    } while (!turns.closeIfIdle());
    LOG.debug("{} has stopped", name());
  }

  private void await() {
    parked = true;
    long nowMillis = clockMillis.getAsLong();
    if (!stopping && !turns.hasWork(nowMillis)) {
      long waitMillis = Math.min(LONGEST_WAIT_MILLIS, turns.nextDueAtMillis() - nowMillis);
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMillis));
    }
    parked = false;
  }
}
