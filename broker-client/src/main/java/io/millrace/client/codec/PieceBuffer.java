package io.millrace.client.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are to leave on one connection together.
 *
 * <p>Heads and small bodies are written one after another into pooled buffers; a large body is not
 * copied, its array goes to the socket between two slices of such a buffer. Nobody may write into a
 * body that was added before what {@link #writeTo} wrote is done.
 *
 * <p><b>Threads:</b> that of the channel. <b>Memory:</b> holds nothing while it is empty; what was
 * added is released by the channel, or by {@link #clear}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The channel tells its pipeline what fails.
public final class PieceBuffer {
  /** Up to which size copying a body is cheaper than one more piece to write. */
  private static final int COPIED_BYTES = 1024;

  private static final int FIRST_BYTES = 512;

  /** From which size on a piece is left as it is and another one begun. */
  private static final int PIECE_BYTES = 32 << 10;

  private final ByteBufAllocator allocator;

  /** What is done, in order. */
  private final List<ByteBuf> pieces = new ArrayList<>(2);

  /** What is written to; goes out after the pieces, some of which may be slices of it. */
  private @Nullable ByteBuf last;

  public PieceBuffer(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  public boolean isEmpty() {
    return last == null && pieces.isEmpty();
  }

  /** Where to write what comes next, at the end. To be asked for each time anew. */
  public ByteBuf head() {
    ByteBuf to = last;
    if (to != null && to.writerIndex() >= PIECE_BYTES) {
      endPiece(to);
      to = null;
    }
    if (to == null) {
      to = allocator.ioBuffer(pieces.isEmpty() ? FIRST_BYTES : PIECE_BYTES);
      last = to;
    }
    return to;
  }

  /** Adds a body, or a part of one. */
  public void add(byte[] body, int from, int length) {
    ByteBuf to = head();
    if (length <= COPIED_BYTES) {
      to.writeBytes(body, from, length);
      return;
    }
    if (to.isReadable()) {
      pieces.add(to.readRetainedSlice(to.readableBytes()));
    }
    pieces.add(Unpooled.wrappedBuffer(body, from, length));
  }

  /** Writes and flushes what there is, if anything. {@code done} is told of the last of it. */
  public void writeTo(ChannelOutboundInvoker channel, ChannelPromise done) {
    ByteBuf rest = last;
    if (rest != null) {
      endPiece(rest);
    }
    if (pieces.isEmpty()) {
      return;
    }
    // To flush may call the channel's handlers, and they may add and write more.
    ByteBuf[] leaving = pieces.toArray(ByteBuf[]::new);
    pieces.clear();
    int count = leaving.length;
    for (int i = 0; i < count - 1; i++) {
      channel.write(leaving[i], channel.voidPromise());
    }
    channel.writeAndFlush(leaving[count - 1], done);
  }

  /** Forgets what there is. */
  public void clear() {
    ByteBuf rest = last;
    if (rest != null) {
      endPiece(rest);
    }
    pieces.forEach(ByteBuf::release);
    pieces.clear();
  }

  /** What of it was not cut off is the next piece. */
  private void endPiece(ByteBuf piece) {
    last = null;
    if (piece.isReadable()) {
      pieces.add(piece);
    } else {
      piece.release();
    }
  }
}
