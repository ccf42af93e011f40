package io.millrace.daemon.source.millrace;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {millrace: {queue, routing-key, key, credit, ack-timeout, brokers, user, password,
 * timeout, heartbeat}}}.
 */
public final class QueueSourceType implements SourceType {
  @Override
  public String name() {
    return "millrace";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    QueueSourceSettings settings = QueueSourceSettings.from(options, context.ordering());
    return new QueuePipelineSource(settings);
  }
}
