package io.millrace.broker.store;

import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.message.MalformedMessageException;
import io.millrace.broker.message.MessageCodec;
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
    target.restore(
        stored.hasSnapshot() ? QueueSnapshot.from(stored.snapshot()) : QueueSnapshot.EMPTY,
        stored.isStopped());
    RecordReader records = new RecordReader(log);
    for (int i = 0; i < stored.commandCount(); i++) {
      target.replay(read(records, shared, log, stored.command(i)));
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
    try {
      if (kind == MessageFormat.OWN) {
        return MessageFormat.read(content, null);
      }
      if (kind == MessageFormat.SHARED) {
        int originAt = shared.find(log, position - MessageFormat.distance(content));
        ByteBuffer origin = RecordFormat.content(shared.block(), originAt);
        MessageFormat.readEnvelope(origin);
        return MessageFormat.read(content, MessageCodec.read(origin));
      }
      return CommandFormat.read(kind, content);
    } catch (MalformedMessageException | IllegalArgumentException malformed) {
      throw log.damaged(position, String.valueOf(malformed.getMessage()));
    }
  }
}
