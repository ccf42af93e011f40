package io.millrace.broker.store;

import java.util.Arrays;

/** What recovery found of one queue: where its last snapshot is, and what came after it. */
final class RecoveredQueue {
  private static final long[] NONE = {};

  private final int id;
  private final String name;
  private final LogPositions messages = new LogPositions();
  private long[] commands = NONE;
  private int commandCount;

  /** Its last snapshot; empty where there is none. */
  private byte[] snapshot;

  /** All before it in the log is known to the snapshot. */
  private long position;

  private boolean stopped;
  private long firstRecord = Long.MAX_VALUE;

  RecoveredQueue(int id, String name, byte[] snapshot, long position, boolean stopped) {
    this.id = id;
    this.name = name;
    this.snapshot = snapshot;
    this.position = position;
    this.stopped = stopped;
  }

  /** Another snapshot stands in the log, and the record after it there. */
  void snapshot(byte[] bytes, boolean isStopped, long nextPosition) {
    snapshot = bytes;
    stopped = isStopped;
    position = nextPosition;
    commands = NONE;
    commandCount = 0;
  }

  /** A record of this queue stands there, of whatever kind. */
  void record(long at) {
    firstRecord = Math.min(firstRecord, at);
  }

  void message(long offset, long at) {
    messages.add(offset, at);
    messages.place(0);
  }

  /** A command, or a message, stands there. */
  void command(long at) {
    if (at < position) {
      return;
    }
    stopped = false;
    if (commandCount == commands.length) {
      commands = Arrays.copyOf(commands, Math.max(4, 2 * commandCount));
    }
    commands[commandCount++] = at;
  }

  void opened(long at) {
    if (at >= position) {
      stopped = false;
    }
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  LogPositions messages() {
    return messages;
  }

  boolean hasSnapshot() {
    return snapshot.length > 0;
  }

  byte[] snapshot() {
    return snapshot;
  }

  long position() {
    return position;
  }

  boolean isStopped() {
    return stopped;
  }

  /**
   * The lowest position of a record that only the log knows, or that is no lower than such a one.
   */
  long firstRecord() {
    return firstRecord;
  }

  int commandCount() {
    return commandCount;
  }

  long command(int index) {
    return commands[index];
  }
}
