package io.millrace.daemon.source.stdin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream that can be read without blocking: a daemon thread waits for it and hands over one block
 * at a time.
 *
 * <p><b>Threads:</b> one reads, any wakes it up; the lock guards the block handed over and the
 * flags.
 */
final class StreamChannel implements ReadableByteChannel {
  private static final int BLOCK = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
  private boolean ended;
  private boolean wakened;
  private boolean closed;
  private @Nullable IOException failure;

  StreamChannel(InputStream stream) {
    Thread thread = new Thread(() -> pump(stream), "millrace-stdin");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for bytes, the end, or a wake-up. */
  void await(Duration maxWait) throws InterruptedException {
    lock.lock();
    try {
      long left = maxWait.toNanos();
      while (left > 0 && !block.hasRemaining() && !ended && !wakened) {
        left = changed.awaitNanos(left);
      }
      wakened = false;
    } finally {
      lock.unlock();
    }
  }

  void wakeup() {
    lock.lock();
    try {
      wakened = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether everything was read and nothing will come. */
  boolean isEnded() {
    lock.lock();
    try {
      return ended && !block.hasRemaining();
    } finally {
      lock.unlock();
    }
  }

  /** What is there just now; 0 when that is nothing, -1 at the end. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    lock.lock();
    try {
      if (!block.hasRemaining()) {
        if (failure != null) {
          throw new IOException("cannot read standard input: " + failure.getMessage(), failure);
        }
        return ended ? -1 : 0;
      }
      int count = Math.min(block.remaining(), target.remaining());
      target.put(block.array(), block.position(), count);
      block.position(block.position() + count);
      if (!block.hasRemaining()) {
        changed.signalAll();
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pump(InputStream stream) {
    byte[] bytes = new byte[BLOCK];
    try {
      for (int count = stream.read(bytes); count >= 0 && hand(bytes, count); ) {
        count = stream.read(bytes);
      }
      end(null);
    } catch (IOException e) {
      end(e);
    }
  }

  private void end(@Nullable IOException reason) {
    lock.lock();
    try {
      failure = reason;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Hands bytes over once those before are read; answers whether anybody still wants them. */
  private boolean hand(byte[] bytes, int count) {
    lock.lock();
    try {
      while (block.hasRemaining() && !closed) {
        changed.awaitUninterruptibly();
      }
      block.clear().put(bytes, 0, count).flip();
      changed.signalAll();
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}
