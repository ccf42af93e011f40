package io.millrace.client.codec;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPromise;

/**
 * Frames that are to leave on one connection together. Nobody may write into a body that was added
 * before what {@link #writeTo} wrote is done.
 *
 * <p><b>Threads:</b> that of the channel. <b>Memory:</b> as a {@link PieceBuffer}.
 */
public final class FrameBuffer {
  private final FrameWriter writer = new FrameWriter();
  private final PieceBuffer pieces;

  public FrameBuffer(ByteBufAllocator allocator) {
    this.pieces = new PieceBuffer(allocator);
  }

  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Adds a frame after those that are there. */
  public void add(Frame frame) {
    byte[] body = writer.writeHead(frame, pieces.head());
    pieces.add(body, 0, body.length);
  }

  /** Writes and flushes what there is, if anything. {@code done} is told of the last of it. */
  public void writeTo(ChannelOutboundInvoker channel, ChannelPromise done) {
    pieces.writeTo(channel, done);
  }

  /** Forgets what there is. */
  public void clear() {
    pieces.clear();
  }
}
