package io.millrace.client;

/** What becomes of publishes that are under way when a connection is lost. */
public enum Resend {
  /**
   * They fail with a {@link ConnectionLostException}, and whoever published decides: the broker may
   * have them, or not.
   */
  NEVER,
  /**
   * They are sent again, in their order, once there is a connection again: each is published at
   * least once, and one whose answer was lost twice.
   */
  AT_LEAST_ONCE
}
