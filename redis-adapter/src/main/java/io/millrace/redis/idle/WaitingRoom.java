package io.millrace.redis.idle;

/**
 * Whether one producer is to ask one list for elements, or to wait until there may be some. The
 * producer's thread.
 */
public final class WaitingRoom {
  private final Doorbell doorbell;
  private final Ring ring;
  private boolean waiting;

  public WaitingRoom(Doorbell doorbell, Sleeper sleeper) {
    this.doorbell = doorbell;
    ring = new Ring(sleeper);
  }

  /** The list is empty: from now on the doorbell tells when it may not be. */
  public void enter() {
    if (!waiting) {
      waiting = true;
      ring.reset();
      doorbell.add(ring);
    }
  }

  /** Whether asking makes no sense yet. */
  public boolean isWaiting() {
    if (waiting && ring.isRung()) {
      waiting = false;
    }
    return waiting;
  }

  /**
   * Waits no more.
   *
   * @return whether it had been called meanwhile, so that an element is for somebody else
   */
  public boolean leave() {
    if (!waiting) {
      return false;
    }
    waiting = false;
    doorbell.remove(ring);
    return ring.isRung();
  }
}
