package io.millrace.daemon.sink.amqp;

import io.millrace.amqp.AmqpSink;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A queue or an exchange. All workers share one connection. */
final class AmqpPipelineSink implements Sink {
  private final AmqpSinkSettings settings;

  /** Made by the first to ask. */
  private volatile @Nullable AmqpSink<byte[]> made;

  AmqpPipelineSink(AmqpSinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public String description() {
    return "amqp " + settings.description();
  }

  @Override
  public synchronized Pusher<byte[]> pusher() {
    AmqpSink<byte[]> current = made;
    if (current == null) {
      current = settings.pusher();
      made = current;
    }
    return current;
  }

  @Override
  public Optional<String> notReady() {
    AmqpSink<byte[]> current = made;
    return current == null ? Optional.empty() : current.notReady().map(why -> "amqp " + why);
  }

  @Override
  public int maxBatch() {
    return settings.maxBatch();
  }

  @Override
  public synchronized void close() {
    AmqpSink<byte[]> last = made;
    made = null;
    if (last != null) {
      last.close();
    }
  }
}
