package io.millrace.daemon.sink.millrace;

import io.millrace.client.adapter.MillracePusher;
import io.millrace.daemon.deadletter.SourceWayBack;
import io.millrace.daemon.sink.record.PayloadPusher;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A queue. All workers share one connection. */
final class QueueSink implements Sink {
  private final QueueSinkSettings settings;

  /** Of dead letters; empty where they are those of no pipeline. */
  private final Optional<WayBack> wayBack;

  private @Nullable Pusher<byte[]> pusher;

  /** The one that {@link #pusher} is made of. */
  private volatile @Nullable MillracePusher<byte[]> made;

  QueueSink(QueueSinkSettings settings, PipelineContext context) {
    this.settings = settings;
    wayBack = SourceWayBack.of(context);
  }

  @Override
  public String description() {
    return "millrace " + settings.queue() + (settings.isFanout() ? " to all" : "");
  }

  @Override
  public synchronized Pusher<byte[]> pusher() {
    Pusher<byte[]> current = pusher;
    if (current == null) {
      MillracePusher<byte[]> plain = settings.pusher();
      made = plain;
      current = settings.format() == BodyFormat.PAYLOAD ? new PayloadPusher(plain) : plain;
      pusher = current;
    }
    return current;
  }

  @Override
  public Optional<String> notReady() {
    MillracePusher<byte[]> current = made;
    return current == null ? Optional.empty() : current.notReady().map(why -> "millrace " + why);
  }

  @Override
  public int maxBatch() {
    return settings.maxBatch();
  }

  /** Not of copies, each of which is for one who has bound the queue. */
  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return settings.isFanout()
        ? Optional.empty()
        : Optional.of(
            QueueLetters.in(
                settings.connection(), settings.queue(), settings.routingKey(), wayBack));
  }

  @Override
  public synchronized void close() throws Exception {
    Pusher<byte[]> closing = pusher;
    pusher = null;
    if (closing != null) {
      closing.close();
    }
  }
}
