package io.millrace.daemon.source.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaSource;
import io.millrace.kafka.KafkaSourceBuilder;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Optional;

/** A consumer group: partitions belong to its members, order can be kept. */
record GroupReader(KafkaSourceSettings settings) implements TopicReader {
  @Override
  public void check() {
    builder().build();
  }

  @Override
  public Made make(
      MeterRegistry meters,
      List<Tag> tags,
      Optional<Pusher<byte[]>> deadLetters,
      Optional<KafkaTransactions<byte[]>> transactions) {
    KafkaSourceBuilder<byte[]> builder = builder().meters(meters, tags);
    deadLetters.ifPresent(builder::onPoison);
    transactions.ifPresent(builder::transactions);
    KafkaSource<byte[]> source = builder.build();
    return new Made(source, source::notReady);
  }

  private KafkaSourceBuilder<byte[]> builder() {
    KafkaSourceBuilder<byte[]> builder =
        KafkaSource.builder(KafkaPayload.bytes())
            .properties(settings.connection().properties())
            .bootstrapServers(settings.connection().bootstrapServers())
            .group(settings.group())
            .ordering(settings.ordering())
            .revokeBudget(settings.revokeBudget())
            .commitEvery(settings.commitEvery(), settings.commitDone())
            .gapLimit(settings.gapLimit());
    if (!settings.topics().isEmpty()) {
      builder.topics(settings.topics());
    }
    settings.topicPattern().ifPresent(builder::topicPattern);
    settings.key().ifPresent(builder::keyOf);
    settings.offset().ifPresent(builder::startAt);
    settings.retryTopic().ifPresent(builder::retryTopic);
    return builder;
  }
}
