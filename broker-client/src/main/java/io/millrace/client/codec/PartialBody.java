package io.millrace.client.codec;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body that comes in parts. Memory for it grows with what has come: a peer that announces much
 * and sends little takes little.
 *
 * <p><b>Threads:</b> that of the channel.
 */
final class PartialBody {
  private static final int FIRST_BYTES = 64 << 10;
  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int sizeBytes;
  private int received;

  /** A body of that size is to come. */
  void begin(int bodyBytes) {
    sizeBytes = bodyBytes;
    received = 0;
  }

  /**
   * Reads what is there of it.
   *
   * @return whether it is complete
   */
  boolean read(ByteBuf in) {
    int part = Math.min(in.readableBytes(), sizeBytes - received);
    if (part > 0) {
      makeRoom(received + part);
      in.readBytes(bytes, received, part);
      received += part;
    }
    return received == sizeBytes;
  }

  private void makeRoom(int needed) {
    if (needed > bytes.length) {
      int more = (int) Math.min(sizeBytes, Math.max(FIRST_BYTES, 2L * bytes.length));
      bytes = Arrays.copyOf(bytes, Math.max(needed, more));
    }
  }

  /** The complete body, which is the caller's from now on. */
  byte[] take() {
    byte[] whole = bytes;
    bytes = EMPTY;
    return whole;
  }
}
