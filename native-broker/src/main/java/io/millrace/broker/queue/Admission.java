package io.millrace.broker.queue;

/** Whether a message may enter a queue. What is not admitted never reaches the journal. */
public enum Admission {
  ADMIT,
  /** It is here already, or was within the de-duplication window: confirm it, and forget it. */
  DUPLICATE,
  /** The queue is full: refuse it. */
  REJECT,
  /** The queue is full: send it to the dead letters as {@code maxlen}, and refuse it. */
  DEAD_LETTER,
  /** The queue is full: the publisher has to wait for {@link Effects#unblocked}. */
  BLOCK
}
