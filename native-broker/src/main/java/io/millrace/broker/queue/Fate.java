package io.millrace.broker.queue;

/** How a message left a queue for good. The codes are stored: never change one. */
public enum Fate {
  /** A consumer has handled it, or got it without being asked for an answer. */
  ACKNOWLEDGED(0),
  /** A consumer has rejected it, or was given it too often, and the queue keeps no dead letters. */
  REJECTED(1),
  /** Its time to live has passed, and the queue keeps no dead letters. */
  EXPIRED(2),
  /** It had to make room, and the queue keeps no dead letters. */
  DROPPED(3),
  /** It was delayed, and cancelled before it was due. */
  CANCELLED(4),
  /** Its copy is durable where dead letters go. */
  DEAD_LETTERED(5);

  private static final Fate[] BY_CODE = values();

  private final int code;

  Fate(int code) {
    this.code = code;
  }

  /** What stands for it in a stored record. */
  public int code() {
    return code;
  }

  /**
   * @throws IllegalArgumentException for a code that there is not
   */
  public static Fate ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no fate has code " + code);
    }
    return BY_CODE[code];
  }
}
