package io.millrace.kafka.record;

/** The headers of a record that waits in a retry topic. Whoever reads it there takes them off. */
public final class RetryHeaders {
  /** The number of the attempt to come, from 2. */
  public static final String ATTEMPT = "millrace-attempt";

  /** When it is to be tried, in milliseconds since the epoch. */
  public static final String DUE = "millrace-due";

  private RetryHeaders() {}
}
