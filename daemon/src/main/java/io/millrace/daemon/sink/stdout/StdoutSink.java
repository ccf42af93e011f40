package io.millrace.daemon.sink.stdout;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Writes each batch to a stream at once. The lock keeps the batches of several workers apart.
 *
 * <p>A pipe whose reader has left is not waited for: the sink is {@link #gone} with the first write
 * that fails, and takes nothing more.
 */
final class StdoutSink implements Sink, Pusher<byte[]> {
  private final RecordFormat format;
  private final OutputStream stream;
  private final BooleanSupplier isFile;
  private final CompletableFuture<String> gone = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param isFile whether the stream ends in a file: a write that failed may succeed later, when
   *     there is room on the disk again
   */
  StdoutSink(RecordFormat format, OutputStream stream, BooleanSupplier isFile) {
    this.format = format;
    this.stream = stream;
    this.isFile = isFile;
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
    try {
      write(batch);
    } catch (IOException e) {
      if (isFile.getAsBoolean()) {
        throw e;
      }
      String reason = "stdout is closed, nobody reads it any more (" + e.getMessage() + ")";
      gone.complete(reason);
      throw new IOException(reason, e);
    }
  }

  private void write(ByteArrayOutputStream batch) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      batch.writeTo(stream);
      stream.flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<String> gone() {
    return gone;
  }

  @Override
  public void close() {
    // Standard output belongs to the process.
  }
}
