package io.millrace.broker.security;

/** Why somebody is not let in. The client is told no more than that it is so. */
public enum LoginRefusal {
  /** There is no such user, or the user has another password or none. */
  WRONG_CREDENTIALS,
  /** The user may log in from the broker's own machine only. */
  ONLY_FROM_LOOPBACK
}
