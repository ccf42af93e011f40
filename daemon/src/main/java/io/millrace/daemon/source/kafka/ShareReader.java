package io.millrace.daemon.source.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaShareSource;
import io.millrace.kafka.KafkaShareSourceBuilder;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Optional;

/** A share group: any member gets any record, in no order, so there may be more than partitions. */
record ShareReader(KafkaSourceSettings settings) implements TopicReader {
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
    KafkaShareSourceBuilder<byte[]> builder = builder().meters(meters, tags);
    deadLetters.ifPresent(builder::onPoison);
    KafkaShareSource<byte[]> source = builder.build();
    return new Made(source, source::notReady);
  }

  private KafkaShareSourceBuilder<byte[]> builder() {
    KafkaShareSourceBuilder<byte[]> builder =
        KafkaShareSource.builder(KafkaPayload.bytes())
            .properties(settings.connection().properties())
            .bootstrapServers(settings.connection().bootstrapServers())
            .group(settings.group())
            .topics(settings.topics())
            .ordering(settings.ordering())
            .commitEvery(settings.commitEvery(), settings.commitDone());
    settings.offset().ifPresent(builder::startAt);
    return builder;
  }
}
