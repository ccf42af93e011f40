package io.millrace.broker.queue;

/** What a full queue does with one more message. */
public enum Overflow {
  /** It enters; the oldest one of the lowest priority that waits makes room. */
  DROP_HEAD,
  REJECT_PUBLISH,
  /** As {@link #REJECT_PUBLISH}, and it goes to the dead letters. */
  REJECT_PUBLISH_DEAD_LETTER,
  /** Its publisher waits. */
  BLOCK
}
