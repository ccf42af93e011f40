package io.millrace.queue.redrive;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Pusher;
import io.millrace.queue.executor.Time;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Sends dead letters back: reads them from a source, and pushes those that are selected to a
 * target, without the headers they got when they were given up, and with the count of their
 * redrives raised by one.
 *
 * <p>A dead letter is acknowledged at its source only when the target has it safe. Every other goes
 * back to the source, at the end, so that the source does not offer it again in the same run. A
 * crash in between leads to duplicates, never to a loss.
 *
 * <p>Immutable; each {@link #run} stands alone.
 */
public final class Redrive<T> {
  /** A rate that is none. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int DEFAULT_MAX_MESSAGES = 100_000;

  private final Pusher<T> target;
  private final Predicate<Message<T>> filter;
  private final int perSecond;
  private final int maxMessages;
  private final boolean isDryRun;
  private final Time time;

  private Redrive(
      Pusher<T> target,
      Predicate<Message<T>> filter,
      int perSecond,
      int maxMessages,
      boolean isDryRun,
      Time time) {
    this.target = requireNonNull(target);
    this.filter = requireNonNull(filter);
    this.perSecond = atLeastOne(perSecond, "perSecond");
    this.maxMessages = atLeastOne(maxMessages, "maxMessages");
    this.isDryRun = isDryRun;
    this.time = requireNonNull(time);
  }

  /**
   * Sends everything to the target, as fast as it takes it, after a look at 100,000 dead letters at
   * most.
   */
  public static <T> Redrive<T> to(Pusher<T> target) {
    return new Redrive<>(
        target, message -> true, UNLIMITED, DEFAULT_MAX_MESSAGES, false, Time.system());
  }

  /** Selects: the filter is shown each dead letter with all its headers. */
  public Redrive<T> where(Predicate<Message<T>> newFilter) {
    return new Redrive<>(target, newFilter, perSecond, maxMessages, isDryRun, time);
  }

  /** Sends at most so many messages a second, spread evenly over it. */
  public Redrive<T> atMostPerSecond(int messages) {
    return new Redrive<>(target, filter, messages, maxMessages, isDryRun, time);
  }

  /** Looks at so many dead letters at most; those kept are held in memory until the end. */
  public Redrive<T> lookingAt(int messages) {
    return new Redrive<>(target, filter, perSecond, messages, isDryRun, time);
  }

  /** Sends nothing and only counts. */
  public Redrive<T> dryRun(boolean value) {
    return new Redrive<>(target, filter, perSecond, maxMessages, value, time);
  }

  public Redrive<T> withTime(Time value) {
    return new Redrive<>(target, filter, perSecond, maxMessages, isDryRun, value);
  }

  /**
   * Reads until the source has nothing more just now, or enough was looked at. When the target
   * takes none of a push the run ends, and the report says why. Blocks; the source belongs to this
   * thread meanwhile, and is left open.
   *
   * @param idleWait how long to wait for the source before it counts as empty
   * @throws Exception when the source fails or the filter throws; what was not sent has been given
   *     back as far as the source allowed
   * @throws InterruptedException when interrupted; likewise
   */
  public RedriveReport run(Producer<T> deadLetters, Duration idleWait) throws Exception {
    RedriveRun<T> run = new RedriveRun<>(this, deadLetters, idleWait);
    try {
      run.process();
    } catch (Exception e) {
      run.giveBackAfter(e);
      throw e;
    }
    run.giveBack();
    return run.report();
  }

  Pusher<T> target() {
    return target;
  }

  Predicate<Message<T>> filter() {
    return filter;
  }

  int perSecond() {
    return perSecond;
  }

  int maxMessages() {
    return maxMessages;
  }

  boolean isDryRun() {
    return isDryRun;
  }

  Time time() {
    return time;
  }

  private static int atLeastOne(int value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, got " + value);
    }
    return value;
  }
}
