package io.millrace.broker.protocol.amqp.codec;

import io.netty.buffer.ByteBuf;

/**
 * Takes the bytes of one connection apart into frames. Section 4.2.3.
 *
 * <pre>
 * type (u8) | channel (u16) | size (u32, bytes of the payload) | payload | end (u8, 0xCE)
 * </pre>
 *
 * <p>A size is held to its limit as soon as it is there, before the payload is waited for. The
 * limit is for the whole frame; since some clients forget its 8 other bytes, a payload may be as
 * large, as RabbitMQ has it.
 *
 * <p>For one thread; one for each connection.
 */
public final class FrameParser {
  /** The bytes of a frame that are not its payload. */
  public static final int OVERHEAD = 8;

  private static final int HEAD = OVERHEAD - 1;
  private static final int METHOD_HEAD = 2 * Short.BYTES;

  private final FieldReader fields = new FieldReader();
  private int frameMax;

  /**
   * Of the body frame that was handed over in part, the bytes of its payload still to come; or 0.
   */
  private int bodyLeft;

  private int bodyChannel;

  /**
   * @param frameMax how many bytes a frame may have
   */
  public FrameParser(int frameMax) {
    this.frameMax = frameMax;
  }

  /** Holds frames to another limit, from the next one on. */
  public void limit(int negotiatedFrameMax) {
    frameMax = negotiatedFrameMax;
  }

  /**
   * Hands over all frames that are there, and leaves the reader index behind the last of them.
   *
   * @throws MalformedFrameException at the first that is malformed; the index is then anywhere
   */
  public void parse(ByteBuf in, FrameSink sink) {
    while (parseNext(in, sink)) {}
  }

  /**
   * As {@link #parse}, for the next frame alone, so that the sink can be given no more for now.
   *
   * @return whether it was there
   */
  public boolean parseNext(ByteBuf in, FrameSink sink) {
    if (bodyLeft > 0) {
      return parseBodyEnd(in, sink);
    }
    if (in.readableBytes() < HEAD) {
      return false;
    }
    int start = in.readerIndex();
    int type = in.getUnsignedByte(start);
    long size = in.getUnsignedInt(start + 3);
    checkHead(type, size);
    if (in.readableBytes() < size + OVERHEAD) {
      return false;
    }
    int bytes = (int) size;
    int payload = start + HEAD;
    checkEnd(in, payload + bytes);
    in.readerIndex(payload);
    deliver(type, in.getUnsignedShort(start + 1), in, bytes, sink);
    in.readerIndex(payload + bytes + 1);
    return true;
  }

  /**
   * Hands over what is there of the payload of a body frame that is not whole, so that nobody need
   * keep it; the frame then goes on with the next call. Its last byte is left for {@link
   * #parseNext}: no body is complete before its frame has ended as it should.
   */
  public void parsePart(ByteBuf in, FrameSink sink) {
    if (bodyLeft == 0 && !beginBody(in)) {
      return;
    }
    int part = Math.min(in.readableBytes(), bodyLeft - 1);
    if (part > 0) {
      bodyLeft -= part;
      handOver(part, in, sink);
    }
  }

  /** Whether the next frame is one of a body, whose head is behind the reader index then. */
  private boolean beginBody(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() <= HEAD || in.getUnsignedByte(start) != ProtocolNumbers.BODY) {
      return false;
    }
    long size = in.getUnsignedInt(start + 3);
    checkHead(ProtocolNumbers.BODY, size);
    if (size == 0) {
      return false;
    }
    bodyChannel = in.getUnsignedShort(start + 1);
    bodyLeft = (int) size;
    in.skipBytes(HEAD);
    return true;
  }

  private boolean parseBodyEnd(ByteBuf in, FrameSink sink) {
    int part = bodyLeft;
    if (in.readableBytes() <= part) {
      return false;
    }
    checkEnd(in, in.readerIndex() + part);
    bodyLeft = 0;
    handOver(part, in, sink);
    in.skipBytes(1);
    return true;
  }

  private void handOver(int part, ByteBuf in, FrameSink sink) {
    int end = in.readerIndex() + part;
    sink.body(bodyChannel, in, part, bodyLeft);
    in.readerIndex(end);
  }

  private static void checkEnd(ByteBuf in, int at) {
    if (in.getUnsignedByte(at) != ProtocolNumbers.FRAME_END) {
      throw MalformedFrameException.frame("a frame ends with %02x".formatted(in.getByte(at)));
    }
  }

  private void checkHead(int type, long size) {
    if (type != ProtocolNumbers.BODY
        && type != ProtocolNumbers.METHOD
        && type != ProtocolNumbers.HEADER
        && type != ProtocolNumbers.HEARTBEAT) {
      throw MalformedFrameException.frame("a frame of type " + type);
    }
    if (size > frameMax) {
      throw MalformedFrameException.frame(
          "a frame with a payload of %d bytes, more than %d".formatted(size, frameMax));
    }
  }

  private void deliver(int type, int channel, ByteBuf in, int bytes, FrameSink sink) {
    switch (type) {
      case ProtocolNumbers.METHOD -> sink.method(channel, method(in, bytes));
      case ProtocolNumbers.HEADER -> sink.header(channel, header(in, bytes));
      case ProtocolNumbers.BODY -> sink.body(channel, in, bytes, 0);
      default -> {
        if (channel != 0 || bytes != 0) {
          throw MalformedFrameException.frame(
              "a heartbeat of %d bytes on channel %d".formatted(bytes, channel));
        }
        sink.heartbeat();
      }
    }
  }

  private Method method(ByteBuf in, int bytes) {
    if (bytes < METHOD_HEAD) {
      throw MalformedFrameException.frame("a method frame of %d bytes".formatted(bytes));
    }
    fields.read(in, in.readerIndex(), bytes);
    int classId = fields.shortInteger();
    int methodId = fields.shortInteger();
    fields.about(classId, methodId);
    Method method = Methods.decode(classId, methodId, fields);
    fields.expectEnd();
    return method;
  }

  private ContentHeader header(ByteBuf in, int bytes) {
    fields.read(in, in.readerIndex(), bytes);
    return ContentHeader.decode(fields);
  }
}
