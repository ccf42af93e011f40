package io.millrace.queue;

/** The headers a dead letter carries beside those it had. */
public final class DeadLetterHeaders {
  /** Why it was given up, in words. */
  public static final String REASON = "millrace-dead-letter-reason";

  /** How often it was tried. */
  public static final String ATTEMPTS = "millrace-dead-letter-attempts";

  /** The name of the queue that gave it up. */
  public static final String QUEUE = "millrace-dead-letter-queue";

  /** Where it came from: the source's name. */
  public static final String ORIGIN = "millrace-dead-letter-origin";

  /** Where it came from: the partition's index and the offset, as {@code index@offset}. */
  public static final String POSITION = "millrace-dead-letter-position";

  /** The class and message of the exception of the last attempt, where there was one. */
  public static final String EXCEPTION = "millrace-dead-letter-exception";

  /** When it was given up, RFC 3339 in UTC. */
  public static final String TIME = "millrace-dead-letter-time";

  /** How often it has been sent back to its origin by a redrive. */
  public static final String REDRIVES = "millrace-dead-letter-redrives";

  private DeadLetterHeaders() {}
}
