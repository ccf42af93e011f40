package io.millrace.redis;

import io.millrace.redis.claim.Claims;
import io.millrace.redis.claim.Status;
import io.millrace.redis.idle.WaitingRoom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One of the lists that a producer reads, with what it has claimed there. The producer's thread.
 */
final class ListLane {
  /** How soon a queue that is paused, or read by another, is asked again. */
  private static final long AGAIN_NANOS = Duration.ofMillis(250).toNanos();

  private final Claims claims;
  private final WaitingRoom waitingRoom;
  private long nextNanos = System.nanoTime();
  private @Nullable Status status;

  ListLane(Claims claims, WaitingRoom waitingRoom) {
    this.claims = claims;
    this.waitingRoom = waitingRoom;
  }

  Claims claims() {
    return claims;
  }

  /** Whether it makes sense to ask for elements now. */
  boolean isDue() {
    if (status == Status.PAUSED || status == Status.HELD) {
      return System.nanoTime() - nextNanos >= 0;
    }
    return !waitingRoom.isWaiting();
  }

  void answered(Status answer) {
    status = answer;
    nextNanos = System.nanoTime() + AGAIN_NANOS;
    boolean isEmpty = answer == Status.EMPTY || (answer == Status.OK && !claims.mayBeMore());
    if (isEmpty) {
      // Asking once more would most likely bring nothing; the doorbell rings for what comes.
      waitingRoom.enter();
    }
  }

  boolean isPaused() {
    return status == Status.PAUSED;
  }

  /** There is no room for elements: they are for others. */
  void standAside() {
    if (waitingRoom.leave()) {
      claims.passOn();
    }
  }
}
