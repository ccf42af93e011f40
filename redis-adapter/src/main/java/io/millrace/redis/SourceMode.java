package io.millrace.redis;

/** What becomes of messages in a worker that dies. */
public enum SourceMode {
  /** They come back when its lease has ended: at least once. */
  RELIABLE,
  /**
   * They are gone, those on their way from Redis included: at most once. Faster, and nothing else
   * is kept in Redis.
   */
  SIMPLE
}
