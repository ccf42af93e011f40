package io.millrace.daemon.sink.millrace;

import io.millrace.daemon.millrace.BrokerConnection;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import java.util.Optional;

/**
 * {@code sink: {millrace: {queue, routing-key, fanout, confirm, format, max-batch}}}, with those
 * that say where the broker is. Where it is and how to log in there are the same as for the
 * pipeline's source, unless said, if that is one of its queues.
 */
public final class QueueSinkType implements SinkType {
  private static final String DEAD = ".dead";

  @Override
  public String name() {
    return "millrace";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    BrokerConnection connection = BrokerConnection.from(options, context);
    return new QueueSink(
        QueueSinkSettings.from(options, connection, options.text("queue")), context);
  }

  /** By default they go to a queue called like that of the source, with {@code .dead} behind. */
  @Override
  public Sink configureDeadLetters(Options options, PipelineContext context) {
    BrokerConnection connection = BrokerConnection.from(options, context);
    String queue =
        options
            .optionalText("queue")
            .or(() -> deadOf(context))
            .orElseThrow(
                () ->
                    options.error(
                        "queue",
                        "say where dead letters go, as in queue: orders.dead; only beside a"
                            + " millrace source it may be left out"));
    QueueSinkSettings settings = QueueSinkSettings.from(options, connection, queue);
    if (settings.format() == BodyFormat.PAYLOAD) {
      options.warn(
          "format",
          "bodies hold nothing but the payload: why it was given up is not kept; leave format out,"
              + " or say envelope");
    }
    return new QueueSink(settings, context);
  }

  /**
   * Of a source that has a mistake, which is told elsewhere, nothing is known: any queue will do.
   */
  private static Optional<String> deadOf(PipelineContext context) {
    return context.source().isEmpty()
        ? Optional.of("dead")
        : BrokerConnection.neighbour(context).map(source -> source.queue() + DEAD);
  }
}
