package io.millrace.broker.protocol.moonmq;

/** What a full queue does with one more message, as the protocol's users call it. */
public enum QueueOverflow {
  /** The oldest that waits makes room, and is gone. */
  DROP_HEAD("drop-head"),
  /** It is refused. */
  REJECT("reject-publish"),
  /** Its publisher is held up until there is room. */
  BLOCK("block"),
  /** The oldest that waits makes room, and goes to the dead letters. */
  DEAD_LETTER("drop-head");

  private final String argument;

  QueueOverflow(String argument) {
    this.argument = argument;
  }

  /** As queues of the broker call it. */
  String argument() {
    return argument;
  }
}
