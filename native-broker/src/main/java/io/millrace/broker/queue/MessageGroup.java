package io.millrace.broker.queue;

/**
 * Messages of one key: some of them held by consumers or waiting to be tried again, some parked.
 */
final class MessageGroup {
  final String key;

  /** Those that have to wait until nobody holds one of this group. */
  final ReadyLevels parked = new ReadyLevels();

  /** How many are in flight, or delayed after a failed attempt: one, unless rules have changed. */
  int holders;

  /** Place of its first parked message, valid while it is among the released ones. */
  int headPriority;

  long headOffset;

  MessageGroup(String key) {
    this.key = key;
  }

  /** Whether its first message comes before another one. */
  static int compareHeads(MessageGroup one, MessageGroup other) {
    return compare(one.headPriority, one.headOffset, other.headPriority, other.headOffset);
  }

  /** Higher priorities first, lower offsets first. */
  static int compare(int priority, long offset, int otherPriority, long otherOffset) {
    int byPriority = Integer.compare(otherPriority, priority);
    return byPriority != 0 ? byPriority : Long.compare(offset, otherOffset);
  }
}
