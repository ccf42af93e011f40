package io.millrace.client.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one connection into {@linkplain Frame frames}.
 *
 * <pre>
 * u32 total | u32 header length | header | body       big-endian
 * total = 4 + header length + body length
 * </pre>
 *
 * <p>A length is held to its limit as soon as it is there, before anything is waited for or
 * allocated. A body is copied out once, as it comes, since whatever waited in the buffer would have
 * the next read of the socket copied behind it. At the first malformed frame a {@link
 * MalformedFrameException} goes up the pipeline, and all that comes after it is thrown away:
 * closing is for whoever answers it.
 *
 * <p><b>Threads:</b> that of the channel. One for each connection.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
  private static final int LENGTHS = 2 * Integer.BYTES;

  private final FrameParser parser;
  private final Header header = new Header();
  private final PartialBody body = new PartialBody();

  /** Whether the next bytes are of {@link #body}, and {@link #header} is known. */
  private boolean inBody;

  private FrameLimits limits;
  private boolean failed;

  public FrameDecoder(FrameLimits limits) {
    this.limits = limits;
    this.parser = new FrameParser(limits);
  }

  /** Holds bodies to another limit from the next frame on, which may be on its way already. */
  public void limitBodies(int bodyBytes) {
    limits = new FrameLimits(bodyBytes, limits.headerBytes(), limits.nameBytes());
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (failed) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      Frame frame = next(in);
      if (frame != null) {
        out.add(frame);
      }
    } catch (MalformedFrameException malformed) {
      failed = true;
      in.skipBytes(in.readableBytes());
      throw malformed;
    }
  }

  /** The next frame, or null if it is not all there. */
  private @Nullable Frame next(ByteBuf in) {
    inBody = inBody || begin(in);
    if (!inBody || !body.read(in)) {
      return null;
    }
    inBody = false;
    return parser.parse(header, body.take());
  }

  /** Reads all of a frame before its body; false with the buffer as it was if that is not there. */
  private boolean begin(ByteBuf in) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable < Integer.BYTES) {
      return false;
    }
    long total = in.getUnsignedInt(start);
    if (total < Integer.BYTES) {
      throw MalformedFrameException.bad("a frame of %d bytes".formatted(total));
    }
    if (total > limits.totalBytes()) {
      throw MalformedFrameException.tooLarge("a frame", total, limits.totalBytes());
    }
    if (readable < LENGTHS) {
      return false;
    }
    long headerBytes = in.getUnsignedInt(start + Integer.BYTES);
    long bodyBytes = total - Integer.BYTES - headerBytes;
    checkLengths(total, headerBytes, bodyBytes);
    if (readable < LENGTHS + headerBytes) {
      return false;
    }
    byte[] json = new byte[(int) headerBytes];
    in.skipBytes(LENGTHS).readBytes(json);
    if (!PlainHeader.read(json, header)) {
      HeaderReader.read(json, header);
    }
    body.begin((int) bodyBytes);
    return true;
  }

  private void checkLengths(long total, long headerBytes, long bodyBytes) {
    if (bodyBytes < 0) {
      throw MalformedFrameException.bad(
          "a header of %d bytes in a frame of %d".formatted(headerBytes, total));
    }
    if (headerBytes > limits.headerBytes()) {
      throw MalformedFrameException.tooLarge("a header", headerBytes, limits.headerBytes());
    }
    if (bodyBytes > limits.bodyBytes()) {
      throw MalformedFrameException.tooLarge("a body", bodyBytes, limits.bodyBytes());
    }
  }
}
