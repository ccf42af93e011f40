package io.millrace.daemon.sink.stdout;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Writes each batch to a stream at once. The lock keeps the batches of several workers apart. */
final class StdoutSink implements Sink, Pusher<byte[]> {
  private final RecordFormat format;
  private final OutputStream stream;
  private final ReentrantLock lock = new ReentrantLock();

  StdoutSink(RecordFormat format, OutputStream stream) {
    this.format = format;
    this.stream = stream;
  }

  @Override
  public String description() {
    return name();
  }

  @Override
  public String name() {
    return "stdout";
  }

  @Override
  public Pusher<byte[]> pusher() {
    return this;
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws IOException, InterruptedException {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (Message<byte[]> message : messages) {
      batch.writeBytes(format.encode(message));
      batch.write('\n');
    }
    lock.lockInterruptibly();
    try {
      batch.writeTo(stream);
      stream.flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    // Standard output belongs to the process.
  }
}
