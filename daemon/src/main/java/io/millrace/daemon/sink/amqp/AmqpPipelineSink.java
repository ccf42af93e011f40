package io.millrace.daemon.sink.amqp;

import io.millrace.amqp.AmqpSink;
import io.millrace.daemon.deadletter.SourceWayBack;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A queue or an exchange. All workers share one connection. */
final class AmqpPipelineSink implements Sink {
  private final AmqpSinkSettings settings;

  /** Of dead letters; empty where they are those of no pipeline. */
  private final Optional<WayBack> wayBack;

  /** Made by the first to ask. */
  private volatile @Nullable AmqpSink<byte[]> made;

  AmqpPipelineSink(AmqpSinkSettings settings, PipelineContext context) {
    this.settings = settings;
    wayBack = SourceWayBack.of(context);
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

  /** Of a queue; nobody knows where an exchange has put them. */
  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return settings.queue().map(queue -> AmqpLetters.in(settings.connection(), queue, wayBack));
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
