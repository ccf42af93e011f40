package io.millrace.queue;

import java.util.BitSet;

/** Some messages of a push were not taken, the others are safe. */
public final class PushException extends Exception {
  private static final long serialVersionUID = 1L;

  private final BitSet failed;

  /**
   * @param failed the places, within the pushed list, of the messages that were not taken
   */
  public PushException(String message, BitSet failed, Throwable cause) {
    super(message, cause);
    this.failed = (BitSet) failed.clone();
  }

  /** The places, within the pushed list, of the messages that were not taken. */
  public BitSet failed() {
    return (BitSet) failed.clone();
  }
}
