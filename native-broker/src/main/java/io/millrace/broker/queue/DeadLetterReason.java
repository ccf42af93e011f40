package io.millrace.broker.queue;

/** Why a message is sent where dead letters go. The codes are stored: never change one. */
public enum DeadLetterReason {
  REJECTED(0, "rejected"),
  EXPIRED(1, "expired"),
  MAX_LENGTH(2, "maxlen"),
  DELIVERY_LIMIT(3, "delivery_limit");

  private static final DeadLetterReason[] BY_CODE = values();

  private final int code;
  private final String header;

  DeadLetterReason(int code, String header) {
    this.code = code;
    this.header = header;
  }

  /** What stands for it in a stored record. */
  public int code() {
    return code;
  }

  /** What stands for it in an {@code x-death} header. */
  public String header() {
    return header;
  }

  /** What becomes of such a message where no dead letters are kept. */
  Fate withoutDeadLetters() {
    return switch (this) {
      case REJECTED, DELIVERY_LIMIT -> Fate.REJECTED;
      case EXPIRED -> Fate.EXPIRED;
      case MAX_LENGTH -> Fate.DROPPED;
    };
  }

  /**
   * @throws IllegalArgumentException for a code that there is not
   */
  public static DeadLetterReason ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no reason has code " + code);
    }
    return BY_CODE[code];
  }
}
