package io.millrace.broker.queue;

/**
 * For how long a queue recognizes a message by its id.
 *
 * @param windowMillis after it entered; 0 for no de-duplication
 * @param ids remembered at most: beyond that the oldest one is forgotten early
 */
public record Deduplication(long windowMillis, int ids) {
  public static final Deduplication NONE = new Deduplication(0, 0);

  public Deduplication {
    if (windowMillis < 0 || ids < 0) {
      throw new IllegalArgumentException("a window must not be negative");
    }
  }

  boolean isOn() {
    return windowMillis > 0 && ids > 0;
  }
}
