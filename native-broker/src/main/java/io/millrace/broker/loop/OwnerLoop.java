package io.millrace.broker.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongFunction;

/**
 * One thread that owns state: whoever wants something of that state posts a command.
 *
 * <p>A <b>turn</b> is: one reading of the clock, the commands that wait, the timers that are due,
 * then the {@linkplain TurnEnd ends}. All that runs in a turn sees the same time.
 *
 * <p><b>Limit:</b> the mailbox has a limit in bytes. Above it {@link #hasRoom} is false: whoever
 * feeds the loop from outside stops until {@link #whenRoom} tells. {@link #offer} holds the limit
 * for senders that do not ask: from twice the limit on it refuses. {@link #post} is for what must
 * not be refused because its sender cannot wait, loops above all: it is taken whatever the size, so
 * that two loops with full mailboxes can go on posting to each other. What is posted that way is
 * bounded elsewhere (by credit, by what a queue lets depart at a time).
 *
 * <p><b>Stop:</b> everything that was taken is run or, after the deadline, abandoned; whatever
 * comes later is abandoned at once. No command is left without an answer.
 */
public interface OwnerLoop extends Executor {

  /** The name of its thread. */
  String name();

  /**
   * Has a command run in a coming turn, after all that this thread posted before. From any thread,
   * never blocks. If the loop has stopped, the command is abandoned here and now.
   */
  void post(LoopCommand command);

  /**
   * As {@link #post}, for what nobody waits for.
   *
   * @throws RejectedExecutionException if the loop has stopped
   */
  @Override
  default void execute(Runnable task) {
    Task command = new Task(task);
    post(command);
    if (command.isAbandoned()) {
      throw new RejectedExecutionException(name() + " has stopped");
    }
  }

  /**
   * As {@link #post}, but held to the limit of the mailbox. False, and nothing was done with the
   * command, when the loop stops or holds twice its limit.
   */
  boolean offer(LoopCommand command);

  /**
   * True while the mailbox is below its limit. From any thread; by the time one reads it, it may
   * have changed.
   */
  boolean hasRoom();

  /**
   * Runs {@code then} once on the loop's thread as soon as there is room again, or the loop has
   * stopped. From any thread. {@code then} must not block.
   */
  void whenRoom(Runnable then);

  /**
   * Asks the loop for something. From any thread, never blocks; the future is completed on the
   * loop's thread, or fails with {@link LoopStoppedException}.
   *
   * @param question is given the time of the turn
   */
  <T> CompletableFuture<T> call(LongFunction<T> question);

  /**
   * As {@link #call}, for an answer that the loop itself has to wait for. The future is completed
   * on whatever thread completes the one that {@code question} gives.
   */
  default <T> CompletableFuture<T> callAsync(LongFunction<CompletableFuture<T>> question) {
    AsyncQuestion<T> asked = new AsyncQuestion<>(question);
    post(asked);
    return asked.answer();
  }

  /**
   * The time of this turn in milliseconds since the epoch, which never goes back while the process
   * lives. On the loop's thread only.
   */
  long nowMillis();

  /** Has the timer fire in the first turn at or after that time. On the loop's thread only. */
  void wakeAt(LoopTimer timer, long dueAtMillis);

  /** Takes back {@link #wakeAt}. On the loop's thread only; harmless when the timer is not set. */
  void cancel(LoopTimer timer);

  /**
   * Asks for an end of this turn. On the loop's thread only. The caller sees to it that it asks
   * once a turn.
   */
  void atTurnEnd(TurnEnd.Phase phase, TurnEnd end);

  /** True on the loop's thread. */
  boolean isOwner();

  /**
   * Guards what only the owner may do.
   *
   * @throws IllegalStateException on another thread
   */
  default void assertOwner() {
    if (!isOwner()) {
      throw new IllegalStateException(
          Thread.currentThread().getName() + " is not the owner, " + name());
    }
  }

  /**
   * Refuses offers, runs what waits and what that posts, and ends the thread. After the deadline
   * what still waits is abandoned. Timers do not fire any more. May be called again, also at the
   * same time.
   *
   * @return whether the thread has ended
   * @throws IllegalStateException on the loop's own thread, which cannot wait for itself
   * @throws InterruptedException if the wait was interrupted; the loop goes on with its stop
   */
  boolean stop(Duration deadline) throws InterruptedException;
}
