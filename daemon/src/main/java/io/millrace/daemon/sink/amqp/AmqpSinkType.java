package io.millrace.daemon.sink.amqp;

import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.daemon.amqp.AmqpConnected;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import java.util.Optional;

/**
 * {@code sink: {amqp: {queue, exchange, routing-key, declare, mandatory, persistent, max-batch}}},
 * with those that say where the broker is. Where it is and how to log in there are the same as for
 * the pipeline's source, unless said, if that is a queue of AMQP.
 */
public final class AmqpSinkType implements SinkType {
  private static final String DEAD = ".dead";

  @Override
  public String name() {
    return "amqp";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    AmqpConnection connection = AmqpConnection.from(options, context);
    return new AmqpPipelineSink(AmqpSinkSettings.from(options, connection), context);
  }

  /**
   * By default they go to a durable queue called like that of the source, with {@code .dead}
   * behind, which is declared.
   */
  @Override
  public Sink configureDeadLetters(Options options, PipelineContext context) {
    AmqpConnection connection = AmqpConnection.from(options, context);
    AmqpSinkSettings settings = AmqpSinkSettings.from(options, connection, deadOf(context));
    if (!options.has("queue") && !options.has("exchange") && !options.has("declare")) {
      settings =
          settings.with(Topology.NONE.with(QueueDeclaration.of(settings.queue().orElseThrow())));
    }
    return new AmqpPipelineSink(settings, context);
  }

  /** Of a source that has a mistake, which is told elsewhere, nothing is known: any will do. */
  private static Optional<String> deadOf(PipelineContext context) {
    if (context.source().isEmpty()) {
      return Optional.of("dead");
    }
    return AmqpConnection.neighbour(context).map(AmqpConnected::queue).map(name -> name + DEAD);
  }
}
