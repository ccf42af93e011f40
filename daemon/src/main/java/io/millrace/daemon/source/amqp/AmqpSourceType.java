package io.millrace.daemon.source.amqp;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {amqp: {queue, key, prefetch, declare, brokers, user, password, vhost, tls,
 * timeout, heartbeat, max-message-size}}}.
 */
public final class AmqpSourceType implements SourceType {
  @Override
  public String name() {
    return "amqp";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    return new AmqpPipelineSource(AmqpSourceSettings.from(options, context.ordering()));
  }
}
