package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.FrameWriter;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ProtocolHeader;
import io.millrace.client.codec.PieceBuffer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;

/**
 * What leaves on one connection, in order, many frames with each flush. For the connection's
 * thread.
 */
final class Outgoing {
  /**
   * How much may wait for a client that does not read, whatever it asks for: then nothing is read
   * from it. Deliveries stop far below.
   */
  private static final long MOST_WAITING_BYTES = 4 << 20;

  /** So much leaves without waiting for the end of a turn. */
  private static final int FLUSH_BYTES = 128 << 10;

  private final Channel channel;
  private final FrameWriter writer;
  private final PieceBuffer pieces;

  /** Bodies, for the most part, that were added since the last flush. */
  private long unflushedBytes;

  private boolean ended;

  /** Whether something was sent since that was asked last. */
  private boolean said;

  Outgoing(Channel channel, int frameMax) {
    this.channel = channel;
    this.writer = new FrameWriter(frameMax);
    this.pieces = new PieceBuffer(channel.alloc());
  }

  /** Holds frames to what was agreed on, from the next one on. */
  void limit(int frameMax) {
    writer.limit(frameMax);
  }

  /** Adds the header of the version that is spoken here. */
  void protocolHeader() {
    ProtocolHeader.write(pieces.head());
  }

  void heartbeat() {
    if (!ended) {
      writer.heartbeat(pieces.head());
    }
  }

  /** Adds a method without content. */
  void method(int number, Method method) {
    if (!ended) {
      writer.method(number, method, pieces.head());
    }
  }

  /** Adds a method with content; nobody may write into {@code body} any more. */
  void content(int number, Method method, Properties properties, byte[] body) {
    if (ended) {
      return;
    }
    writer.contentHead(number, method, properties, body.length, pieces.head());
    int partBytes = writer.partBytes();
    for (int from = 0; from < body.length; from += partBytes) {
      int bytes = Math.min(partBytes, body.length - from);
      writer.bodyHead(number, bytes, pieces.head());
      pieces.add(body, from, bytes);
      writer.bodyEnd(pieces.head());
    }
    unflushedBytes += body.length;
    if (unflushedBytes >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Sends off what there is. */
  void flush() {
    send(channel.voidPromise());
  }

  private void send(ChannelPromise done) {
    if (!pieces.isEmpty()) {
      said = true;
      unflushedBytes = 0;
      pieces.writeTo(channel, done);
    }
  }

  /** Whether something was sent since this was asked last. */
  boolean hasSaid() {
    boolean before = said;
    said = false;
    return before;
  }

  /** Whether the client takes what it is sent. */
  boolean isTaken() {
    return channel.isWritable();
  }

  /** Whether so much waits for the client that it is not to ask for more. */
  boolean isOverfull() {
    if (channel.isWritable()) {
      return false;
    }
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() > MOST_WAITING_BYTES;
  }

  /** Sends off what there is; nothing is sent after it. {@code done} is told when it is out. */
  void end(ChannelPromise done) {
    ended = true;
    if (pieces.isEmpty()) {
      channel.writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER, done);
    } else {
      send(done);
    }
  }

  /** The connection is gone. */
  void close() {
    ended = true;
    pieces.clear();
  }
}
