package org.apache.kafka.common.utils;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes that remain in a buffer; moved elsewhere by Kafka 4.4 like {@link CloseableIterator}.
 */
public final class ByteBufferInputStream extends InputStream {
  private final ByteBuffer buffer;

  public ByteBufferInputStream(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public int read() {
    return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length > 0 && !buffer.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    return buffer.remaining();
  }
}
