package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.vhost.VirtualHost;
import java.time.Duration;

/**
 * What a connection is to one of its channels: who the client is, where answers go, and how the
 * channel ends.
 *
 * <p><b>Threads:</b> all but {@link #execute} is called on the connection's event loop, which also
 * calls the channel. Nothing blocks.
 */
public interface ChannelLink {
  /** The channel's number, 1 to what was tuned. */
  int number();

  VirtualHost host();

  /** The connection's number, see {@link VirtualHost}. */
  long connection();

  /** The name that the client has logged in with; empty where nobody is asked, and may all. */
  String user();

  /** What users may do, as it is now. */
  AccessTable accessTable();

  /** What the channels of the connection may hold together. */
  Allowance allowance();

  /** What the channels of the connection have to do, together. */
  Backlog backlog();

  /** Whether the client has said that it understands a basic.cancel from the broker. */
  boolean takesCancelNotices();

  /** Writes a method without content; flushed at the end of the turn. */
  void send(Method method);

  /**
   * Writes a method with content; flushed at the end of the turn.
   *
   * @param body not changed any more by anybody, and not copied before it is written
   */
  void send(Method method, Properties properties, byte[] body);

  /**
   * Ends the channel with a channel.close. From then on the connection discards what comes for it
   * but a channel.close or channel.close-ok, and calls {@link AmqpChannel#closed} before it
   * returns.
   *
   * @param text without the name of the code, which is put before it
   * @param classId of the method that failed; 0 for none
   * @param methodId of the method that failed; 0 for none
   */
  void failChannel(ReplyCode code, String text, int classId, int methodId);

  /** Ends the connection with a connection.close; otherwise as {@link #failChannel}. */
  void failConnection(ReplyCode code, String text, int classId, int methodId);

  /**
   * All that came before the client's channel.close is done: answers it with channel.close-ok, and
   * forgets the channel. Calls {@link AmqpChannel#closed} before it returns.
   */
  void closeOk();

  /**
   * Whether the client takes what it is sent. When it does again, the connection calls {@link
   * AmqpChannel#writable}.
   */
  boolean isWritable();

  /** The channel holds as much as it may: the connection is not read until {@link #readOn}. */
  void holdReads();

  /** Takes back {@link #holdReads}. */
  void readOn();

  /**
   * Runs a task on the connection's event loop, later; then {@link AmqpChannel#endTurn}, and what
   * was sent is flushed. From any thread. Nothing happens if the connection's thread has ended.
   */
  void execute(Runnable task);

  /** As {@link #execute}, after a while. On the connection's event loop. */
  void executeAfter(Duration delay, Runnable task);
}
