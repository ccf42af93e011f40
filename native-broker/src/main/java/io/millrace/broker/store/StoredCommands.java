package io.millrace.broker.store;

import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.QueueSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a queue back: its last snapshot, and the commands after it from the log. */
final class StoredCommands {
  private StoredCommands() {}

  static void recover(
      RecoveredQueue stored, RecordSource log, RecordReader shared, ReplayTarget target)
      throws IOException {
    target.restore(snapshot(stored), stored.isStopped());
    RecordReader records = new RecordReader(log);
    for (int i = 0; i < stored.commandCount(); i++) {
      target.replay(read(records, shared, log, stored.command(i)));
    }
  }

  private static QueueSnapshot snapshot(RecoveredQueue stored) throws DamagedStoreException {
    try {
      return stored.hasSnapshot() ? QueueSnapshot.from(stored.snapshot()) : QueueSnapshot.EMPTY;
    } catch (IllegalArgumentException untrue) {
      throw new DamagedStoreException(
          "The snapshot of " + stored.name(), 0, String.valueOf(untrue.getMessage()));
    }
  }

  /**
   * @param records to read with, in order
   * @param shared to read the messages of shared records
   */
  private static DurableCommand read(
      RecordReader records, RecordReader shared, RecordSource log, long position)
      throws IOException {
    int at = records.find(log, position);
    ByteBuffer content = RecordFormat.content(records.block(), at);
    byte kind = RecordFormat.kind(records.block(), at);
    return Contents.read(
        log,
        position,
        () ->
            MessageFormat.isMessage(kind)
                ? SharedMessage.read(kind, content, log, position, shared)
                : CommandFormat.read(kind, content));
  }
}
