package io.millrace.broker.security;

/** What becomes of somebody who shows a password. Who is not let in is told no more than it is. */
public enum LoginVerdict {
  /** It is that user. */
  RIGHT,
  /** There is no such user, not with that password, or not from there. */
  WRONG,
  /** There were too many wrong passwords from there: it was not looked at. */
  TOO_MANY_WRONG,
  /** Too many log in at once: it was not looked at. */
  BUSY
}
