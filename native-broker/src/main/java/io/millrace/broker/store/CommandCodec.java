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
import java.util.function.LongFunction;

/**
 * Durable commands and messages as bytes that stand alone, for stores of other kinds: the kind and
 * the content of a record of the log, without header and checksum, for which such a store vouches
 * itself. An enqueue and its message are kept apart: the message leaves before the command does.
 *
 * <p>For one thread.
 */
public final class CommandCodec implements DurableCommand.Cases {
  private byte[] written = {};

  /** A command; of an enqueue what replaying it needs, without the message. */
  public byte[] write(DurableCommand command) {
    command.match(this);
    return written;
  }

  /** An enqueue with its message. */
  public byte[] writeMessage(Enqueue command) {
    ByteBuffer to = begin(MessageFormat.OWN, maxHeadBytes(command) + size(command.message()));
    MessageFormat.writeHead(command.offset(), command.envelope(), to);
    MessageCodec.write(command.message(), to);
    return end(to);
  }

  private static int maxHeadBytes(Enqueue command) {
    return MessageFormat.maxHeadBytes(command.envelope());
  }

  private static int size(Message message) {
    return MessageCodec.size(message);
  }

  /**
   * Reads a command.
   *
   * @param messages the message of the enqueue of an offset; of one that is gone any will do
   * @throws RuntimeException if it is none
   */
  public static DurableCommand read(byte[] bytes, LongFunction<Message> messages) {
    ByteBuffer content = content(bytes);
    return MessageFormat.isMessage(bytes[0])
        ? MessageFormat.read(content, messages.apply(MessageFormat.offset(content)))
        : CommandFormat.read(bytes[0], content);
  }

  /**
   * Reads what {@link #writeMessage} wrote.
   *
   * @throws RuntimeException if it is anything else
   */
  public static Enqueue readMessage(byte[] bytes) {
    return MessageFormat.read(content(bytes), null);
  }

  private static ByteBuffer content(byte[] bytes) {
    return ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
  }

  @Override
  public void enqueue(Enqueue command) {
    ByteBuffer to = begin(MessageFormat.OWN, maxHeadBytes(command));
    MessageFormat.writeHead(command.offset(), command.envelope(), to);
    written = end(to);
  }

  @Override
  public void settle(Settle command) {
    ByteBuffer to = begin(CommandFormat.SETTLE, CommandFormat.maxBytes(command.offsets()));
    CommandFormat.write(command, to);
    written = end(to);
  }

  @Override
  public void depart(Depart command) {
    ByteBuffer to = begin(CommandFormat.DEPART, CommandFormat.maxBytes(command.offsets()));
    CommandFormat.write(command, to);
    written = end(to);
  }

  @Override
  public void requeue(Requeue command) {
    ByteBuffer to = begin(CommandFormat.REQUEUE, CommandFormat.maxBytes(command.offsets()));
    CommandFormat.write(command, to);
    written = end(to);
  }

  @Override
  public void purge(Purge command) {
    ByteBuffer to = begin(CommandFormat.PURGE, CommandFormat.maxBytes(command));
    CommandFormat.write(command, to);
    written = end(to);
  }

  private static ByteBuffer begin(byte kind, int maxBytes) {
    return ByteBuffer.allocate(Math.addExact(1, maxBytes)).put(kind);
  }

  private static byte[] end(ByteBuffer to) {
    byte[] bytes = new byte[to.position()];
    to.flip().get(bytes);
    return bytes;
  }
}
