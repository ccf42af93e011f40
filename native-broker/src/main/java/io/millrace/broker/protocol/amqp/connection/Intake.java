package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.FrameParser;
import io.millrace.broker.protocol.amqp.codec.FrameSink;
import io.millrace.broker.protocol.amqp.codec.ProtocolHeader;
import io.millrace.broker.transport.ReadStops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of what comes on one connection, as long as there is no reason to stop. What waits
 * here is what one read of the socket brings, and what was read before of one frame that is not
 * whole, unless it is of a body: that is handed over as it comes. For the connection's thread.
 */
final class Intake {
  private final ReadStops stops;
  private final FrameParser parser;
  private final FrameSink sink;
  private final ByteBufAllocator allocator;

  /** What has not been taken apart. */
  private @Nullable ByteBuf rest;

  private ProtocolHeader header = ProtocolHeader.INCOMPLETE;
  private boolean parsing;
  private boolean ended;

  Intake(ReadStops stops, FrameParser parser, FrameSink sink, ByteBufAllocator allocator) {
    this.stops = stops;
    this.parser = parser;
    this.sink = sink;
    this.allocator = allocator;
  }

  /** Something has come, which is the intake's from now on. */
  void accept(ByteBuf in) {
    if (ended) {
      in.release();
      return;
    }
    ByteBuf before = rest;
    rest =
        before == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, in);
  }

  /** What the client has begun with, as far as it is known; it may be asked until it is. */
  ProtocolHeader header() {
    if (header == ProtocolHeader.INCOMPLETE && rest != null) {
      header = ProtocolHeader.read(rest);
    }
    return header;
  }

  /**
   * Hands over the frames that are there, up to a reason to stop. Not to be called by the sink.
   *
   * @throws io.millrace.broker.protocol.amqp.codec.MalformedFrameException at what is none
   */
  void parse() {
    ByteBuf bytes = rest;
    if (bytes == null) {
      return;
    }
    parsing = true;
    try {
      while (isOpen() && parser.parseNext(bytes, sink)) {}
      if (isOpen()) {
        // What stayed here would be in the way of the next read, which had to be copied behind it.
        parser.parsePart(bytes, sink);
      }
    } finally {
      parsing = false;
      if (ended || !bytes.isReadable()) {
        rest = null;
        bytes.release();
      } else {
        // A client that sends on and on may never end a read with a frame.
        bytes.discardReadBytes();
      }
    }
  }

  private boolean isOpen() {
    return !ended && !stops.isClosed();
  }

  /** Throws away what waits and what comes. */
  void end() {
    ended = true;
    ByteBuf bytes = rest;
    if (!parsing && bytes != null) {
      rest = null;
      bytes.release();
    }
  }
}
