package io.millrace.daemon.source.kafka;

import io.micrometer.core.instrument.Tag;
import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.kafka.TransactionalSource;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Topics of a Kafka cluster. Clients are made by the producers' own threads; a cluster that does
 * not answer holds up nobody else.
 */
final class KafkaPipelineSource implements Source, TransactionalSource {
  private final KafkaSourceSettings settings;
  private final TopicReader reader;
  private final PipelineContext context;

  private volatile Optional<Pusher<byte[]>> deadLetters = Optional.empty();
  private volatile Optional<KafkaTransactions<byte[]>> transactions = Optional.empty();

  /**
   * Made with the first producer, so that a configuration that is only checked leaves no meters.
   */
  private volatile TopicReader.@Nullable Made made;

  KafkaPipelineSource(KafkaSourceSettings settings, TopicReader reader, PipelineContext context) {
    this.settings = settings;
    this.reader = reader;
    this.context = context;
  }

  @Override
  public KafkaConnection connection() {
    return settings.connection();
  }

  @Override
  public Optional<String> noTransactions() {
    if (settings.isShare()) {
      return Optional.of(
          "a share group has no offsets to commit in a transaction; leave share out");
    }
    return settings
        .retryTopic()
        .map(topic -> "a retry topic is written outside of transactions; leave retry-topic out");
  }

  @Override
  public void commitWith(KafkaTransactions<byte[]> newTransactions) {
    transactions = Optional.of(newTransactions);
  }

  @Override
  public String description() {
    String what =
        settings
            .topicPattern()
            .map(pattern -> "topics " + pattern)
            .orElseGet(() -> String.join(", ", settings.topics()));
    return "kafka "
        + what
        + (settings.isShare() ? " as share group " : " as group ")
        + settings.group();
  }

  /** One poll thread keeps many handlers busy; more are for more than one can decompress. */
  @Override
  public int usefulProducers() {
    return 1;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return index -> made().producers().create(index);
  }

  @Override
  public Optional<String> notReady() {
    TopicReader.Made current = made;
    return current == null
        ? Optional.of("kafka " + connection().bootstrapServers() + ": not connected yet")
        : current.notReady().get();
  }

  @Override
  public void deadLettersTo(Pusher<byte[]> pusher) {
    deadLetters = Optional.of(pusher);
  }

  @Override
  public Optional<Pusher<byte[]>> wayBack() {
    KafkaConnection target = connection().forOthers();
    return Optional.of(
        KafkaPusher.builder(KafkaPayload.bytes())
            .properties(target.properties())
            .bootstrapServers(target.bootstrapServers())
            .topicOf(message -> ownTopic(message.partition().source()))
            .name(description())
            .build());
  }

  private String ownTopic(String origin) {
    if (settings.topics().contains(origin)
        || settings.topicPattern().filter(own -> own.matcher(origin).matches()).isPresent()) {
      return origin;
    }
    throw new IllegalArgumentException(
        "'" + origin + "' is none of the topics of this source; send it elsewhere with --to");
  }

  private synchronized TopicReader.Made made() {
    TopicReader.Made current = made;
    if (current == null) {
      current =
          reader.make(
              context.meters(),
              List.of(Tag.of("pipeline", context.pipeline())),
              deadLetters,
              transactions);
      made = current;
    }
    return current;
  }
}
