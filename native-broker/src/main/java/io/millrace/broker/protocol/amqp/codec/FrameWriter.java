package io.millrace.broker.protocol.amqp.codec;

import io.millrace.broker.message.Properties;
import io.netty.buffer.ByteBuf;

/**
 * Writes frames at the end of a buffer, as {@link FrameParser} reads them. Bodies are cut so that
 * no frame is larger than the peer takes; a method or a header cannot be cut and is written whole.
 *
 * <p>For one thread; one for each connection.
 */
public final class FrameWriter {
  private int partBytes;

  /**
   * @param frameMax how many bytes a frame may have
   */
  public FrameWriter(int frameMax) {
    limit(frameMax);
  }

  /** Holds frames to another limit, from the next one on. */
  public void limit(int frameMax) {
    partBytes = frameMax - FrameParser.OVERHEAD;
  }

  /** How many bytes of a body go into one frame. */
  public int partBytes() {
    return partBytes;
  }

  /** Writes a method alone. */
  public void method(int channel, Method method, ByteBuf out) {
    int start = begin(ProtocolNumbers.METHOD, channel, out);
    out.writeInt(method.id());
    method.encode(out);
    end(start, out);
  }

  /** Writes a method with all of its content. */
  public void content(int channel, Method method, Properties properties, byte[] body, ByteBuf out) {
    contentHead(channel, method, properties, body.length, out);
    for (int from = 0; from < body.length; from += partBytes) {
      int bytes = Math.min(partBytes, body.length - from);
      bodyHead(channel, bytes, out);
      out.writeBytes(body, from, bytes);
      bodyEnd(out);
    }
  }

  /** Writes a method and the header of its content; the body is still to come. */
  public void contentHead(
      int channel, Method method, Properties properties, int bodyBytes, ByteBuf out) {
    method(channel, method, out);
    int start = begin(ProtocolNumbers.HEADER, channel, out);
    ContentHeader.encode(properties, bodyBytes, out);
    end(start, out);
  }

  /** Begins a frame with {@code bytes} bytes of a body, at most {@link #partBytes}. */
  public void bodyHead(int channel, int bytes, ByteBuf out) {
    out.writeByte(ProtocolNumbers.BODY).writeShort(channel).writeInt(bytes);
  }

  /** Ends a frame with a part of a body. */
  public void bodyEnd(ByteBuf out) {
    out.writeByte(ProtocolNumbers.FRAME_END);
  }

  public void heartbeat(ByteBuf out) {
    end(begin(ProtocolNumbers.HEARTBEAT, 0, out), out);
  }

  /** Writes the head of a frame, without its size; where its payload starts. */
  private static int begin(int type, int channel, ByteBuf out) {
    out.writeByte(type).writeShort(channel).writeInt(0);
    return out.writerIndex();
  }

  private static void end(int payload, ByteBuf out) {
    out.setInt(payload - Integer.BYTES, out.writerIndex() - payload);
    out.writeByte(ProtocolNumbers.FRAME_END);
  }
}
