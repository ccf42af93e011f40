package io.millrace.daemon.sink.millrace;

import io.millrace.client.adapter.MillracePusher;
import io.millrace.daemon.deadletter.SourceWayBack;
import io.millrace.daemon.sink.LatePusher;
import io.millrace.daemon.sink.record.PayloadPusher;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;

/** A queue. All workers share one connection. */
final class QueueSink implements Sink {
  private final QueueSinkSettings settings;

  /** Of dead letters; empty where they are those of no pipeline. */
  private final Optional<WayBack> wayBack;

  private final LatePusher<MillracePusher<byte[]>> pusher;

  QueueSink(QueueSinkSettings settings, PipelineContext context) {
    this.settings = settings;
    pusher = new LatePusher<>(settings::pusher);
    wayBack = SourceWayBack.of(context);
  }

  @Override
  public String description() {
    return "millrace " + settings.queue() + (settings.isFanout() ? " to all" : "");
  }

  @Override
  public Pusher<byte[]> pusher() {
    MillracePusher<byte[]> whole = pusher.get();
    return settings.format() == BodyFormat.PAYLOAD ? new PayloadPusher(whole) : whole;
  }

  @Override
  public Optional<String> notReady() {
    return pusher.made().flatMap(MillracePusher::notReady).map(why -> "millrace " + why);
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
  public void close() throws Exception {
    pusher.close();
  }
}
