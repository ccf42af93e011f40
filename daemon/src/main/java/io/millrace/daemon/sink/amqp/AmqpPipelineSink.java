package io.millrace.daemon.sink.amqp;

import io.millrace.amqp.AmqpSink;
import io.millrace.daemon.deadletter.SourceWayBack;
import io.millrace.daemon.sink.LatePusher;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;

/** A queue or an exchange. All workers share one connection. */
final class AmqpPipelineSink implements Sink {
  private final AmqpSinkSettings settings;

  /** Of dead letters; empty where they are those of no pipeline. */
  private final Optional<WayBack> wayBack;

  private final LatePusher<AmqpSink<byte[]>> pusher;

  AmqpPipelineSink(AmqpSinkSettings settings, PipelineContext context) {
    this.settings = settings;
    pusher = new LatePusher<>(settings::pusher);
    wayBack = SourceWayBack.of(context);
  }

  @Override
  public String description() {
    return "amqp " + settings.description();
  }

  @Override
  public Pusher<byte[]> pusher() {
    return pusher.get();
  }

  @Override
  public Optional<String> notReady() {
    return pusher.made().flatMap(AmqpSink::notReady).map(why -> "amqp " + why);
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
  public void close() throws Exception {
    pusher.close();
  }
}
