package io.millrace.queue;

/** Which messages are handled one after the other, in the order they were fetched. */
public enum Ordering {
  /** None: any free consumer takes the next message. */
  NONE,
  /** Those of one {@link SourcePartition}, also across retries. */
  PARTITION,
  /**
   * Those of one {@link Message#key}, also across retries; messages without a key are not ordered.
   */
  KEY
}
