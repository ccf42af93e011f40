package io.millrace.broker.redis;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.OffsetMap;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.store.CommandCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the server had of a journal when the store was opened.
 *
 * @param cleanStop whether it was stopped in order
 * @param commands after the snapshot
 * @param messages those that are in the queue, in order
 */
record StoredJournal(
    QueueSnapshot snapshot,
    boolean cleanStop,
    List<DurableCommand> commands,
    List<Enqueue> messages) {
  /** Of one that is new. */
  static final StoredJournal NONE =
      new StoredJournal(QueueSnapshot.EMPTY, true, List.of(), List.of());

  /** Stands for a message that is no more. */
  private static final Message GONE = new Message("", "", Properties.NONE, new byte[0]);

  /**
   * @param snapshot empty for none
   * @throws RuntimeException if something is not what a journal writes
   */
  static StoredJournal read(byte[] snapshot, List<byte[]> log, Iterable<byte[]> bodies) {
    OffsetMap<Enqueue> byOffset = new OffsetMap<>();
    List<Enqueue> messages = new ArrayList<>();
    for (byte[] body : bodies) {
      Enqueue message = CommandCodec.readMessage(body);
      messages.add(message);
      byOffset.put(message.offset(), message);
    }
    messages.sort(Comparator.comparingLong(Enqueue::offset));
    List<DurableCommand> commands = new ArrayList<>();
    for (byte[] each : log) {
      commands.add(
          CommandCodec.read(
              each,
              offset -> {
                Enqueue there = byOffset.get(offset);
                return there == null ? GONE : there.message();
              }));
    }
    boolean none = snapshot.length == 0;
    return new StoredJournal(
        none
            ? QueueSnapshot.EMPTY
            : QueueSnapshot.from(Arrays.copyOfRange(snapshot, 1, snapshot.length)),
        !none && snapshot[0] == 1 && commands.isEmpty(),
        commands,
        messages);
  }
}
