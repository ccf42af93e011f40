package io.millrace.broker.vhost;

import io.millrace.broker.message.Message;
import java.util.function.Predicate;

/**
 * Which messages of a queue to move, where to, and how fast.
 *
 * @param which those that are meant; called on the queue's loop for each message that is looked at,
 *     so it must be quick. What it throws ends the move
 * @param limit how many of them at most, the oldest first
 * @param perSecond how many a second at most
 * @param isDryRun whether only to count them
 */
public record MoveOptions(
    MoveTarget target, Predicate<Message> which, long limit, int perSecond, boolean isDryRun) {
  /** A rate that is none. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  public MoveOptions {
    if (limit < 1 || perSecond < 1) {
      throw new IllegalArgumentException(
          "limit and rate must be at least 1, got " + limit + " and " + perSecond);
    }
  }

  /** All messages back to where they came from. */
  public static MoveOptions toOrigin() {
    return to(new MoveTarget.Origin());
  }

  /** All messages to a queue. */
  public static MoveOptions toQueue(String name) {
    return to(new MoveTarget.Queue(name));
  }

  /** All messages are removed. */
  public static MoveOptions drop() {
    return to(new MoveTarget.Nowhere());
  }

  private static MoveOptions to(MoveTarget target) {
    return new MoveOptions(target, message -> true, Long.MAX_VALUE, UNLIMITED, false);
  }

  public MoveOptions where(Predicate<Message> meant) {
    return new MoveOptions(target, meant, limit, perSecond, isDryRun);
  }

  public MoveOptions atMost(long messages) {
    return new MoveOptions(target, which, messages, perSecond, isDryRun);
  }

  public MoveOptions atMostPerSecond(int messages) {
    return new MoveOptions(target, which, limit, messages, isDryRun);
  }

  public MoveOptions dryRun() {
    return new MoveOptions(target, which, limit, perSecond, true);
  }
}
