package io.millrace.daemon.source.kafka;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {kafka: {brokers, topics, topic-pattern, group, key, offset, commit: {every,
 * done}, gap-limit, revoke-budget, retry-topic, share, tls, sasl, properties}}}.
 */
public final class KafkaSourceType implements SourceType {
  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    KafkaSourceSettings settings = KafkaSourceSettings.from(options, context.ordering());
    TopicReader reader = settings.isShare() ? new ShareReader(settings) : new GroupReader(settings);
    try {
      reader.check();
    } catch (IllegalArgumentException e) {
      throw options.error("", String.valueOf(e.getMessage()));
    }
    return new KafkaPipelineSource(settings, reader, context);
  }
}
