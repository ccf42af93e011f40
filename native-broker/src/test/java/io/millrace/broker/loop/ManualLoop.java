package io.millrace.broker.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * A loop without a thread: turns happen in {@link #runUntilIdle} and {@link #advance}, on the
 * thread of the test, at a time that the test sets. It keeps the contract of the real one.
 */
public final class ManualLoop implements OwnerLoop {
  private final Turns turns = new Turns("manual-loop", 1L << 20);
  private long clockMillis = 1_000_000;
  private boolean inTurn;
  private boolean stopped;

  /** Turns until there is nothing to do at this time. */
  public void runUntilIdle() {
    do {
      turn(!stopped);
    } while (turns.hasWork(clockMillis));
  }

  /** Moves the clock on, then turns until there is nothing to do. */
  public void advance(Duration by) {
    clockMillis += by.toMillis();
    runUntilIdle();
  }

  /** What the clock shows. */
  public long clockMillis() {
    return clockMillis;
  }

  @Override
  public String name() {
    return "manual-loop";
  }

  @Override
  public void post(LoopCommand command) {
    turns.post(command);
  }

  @Override
  public boolean offer(LoopCommand command) {
    if (stopped || !turns.takesOffers()) {
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
    return inTurn;
  }

  @Override
  public boolean stop(Duration deadline) {
    stopped = true;
    do {
      turn(false);
    } while (!turns.closeIfIdle());
    return true;
  }

  private void turn(boolean withTimers) {
    inTurn = true;
    turns.turn(clockMillis, withTimers);
    inTurn = false;
  }
}
