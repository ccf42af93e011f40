package io.millrace.broker.store;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.MessageCodec;
import io.millrace.broker.queue.Depart;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.Requeue;
import io.millrace.broker.queue.Settle;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;

/**
 * Writes the commands of a loop's queues into its part of the log. A message that several queues of
 * the loop take in one turn is written once.
 *
 * <p><b>Threads:</b> the loop's only.
 */
final class CommandWriter implements DurableCommand.Cases {
  /** Below that, writing a message again is cheaper than looking for it. */
  private static final int SHARED_FROM_BYTES = 256;

  private final LogWriter writer;
  private final IdentityHashMap<Message, Integer> writtenAt = new IdentityHashMap<>();

  /** The batch that {@link #writtenAt} is about. */
  private long batchNumber;

  private int queue;
  private int at;

  CommandWriter(LogWriter writer) {
    this.writer = writer;
  }

  /** Where the record begins within the batch that {@link LogWriter#batch} then is. */
  int write(int ofQueue, DurableCommand command) {
    queue = ofQueue;
    command.match(this);
    return at;
  }

  @Override
  public void enqueue(Enqueue command) {
    Message message = command.message();
    if (message.body().length >= SHARED_FROM_BYTES) {
      enqueueLarge(command);
      return;
    }
    enqueueWhole(command);
  }

  private void enqueueLarge(Enqueue command) {
    if (batchNumber != writer.batchNumber()) {
      batchNumber = writer.batchNumber();
      writtenAt.clear();
    }
    Integer written = writtenAt.get(command.message());
    if (written == null) {
      enqueueWhole(command);
      writtenAt.put(command.message(), at);
    } else {
      ByteBuffer to =
          writer.begin(
              MessageFormat.SHARED,
              queue,
              MessageFormat.maxHeadBytes(command.envelope()) + Integer.BYTES);
      int start = to.position() - RecordFormat.HEADER_BYTES;
      MessageFormat.writeHead(command.offset(), command.envelope(), to);
      to.putInt(start - written);
      at = writer.end();
    }
  }

  private void enqueueWhole(Enqueue command) {
    int head = MessageFormat.maxHeadBytes(command.envelope());
    ByteBuffer to =
        writer.begin(
            MessageFormat.OWN, queue, Math.addExact(head, MessageCodec.size(command.message())));
    MessageFormat.writeHead(command.offset(), command.envelope(), to);
    MessageCodec.write(command.message(), to);
    at = writer.end();
  }

  @Override
  public void settle(Settle command) {
    int bytes = CommandFormat.maxBytes(command.offsets());
    CommandFormat.write(command, writer.begin(CommandFormat.SETTLE, queue, bytes));
    at = writer.end();
  }

  @Override
  public void depart(Depart command) {
    int bytes = CommandFormat.maxBytes(command.offsets());
    CommandFormat.write(command, writer.begin(CommandFormat.DEPART, queue, bytes));
    at = writer.end();
  }

  @Override
  public void requeue(Requeue command) {
    int bytes = CommandFormat.maxBytes(command.offsets());
    CommandFormat.write(command, writer.begin(CommandFormat.REQUEUE, queue, bytes));
    at = writer.end();
  }

  @Override
  public void purge(Purge command) {
    int bytes = CommandFormat.maxBytes(command);
    CommandFormat.write(command, writer.begin(CommandFormat.PURGE, queue, bytes));
    at = writer.end();
  }
}
