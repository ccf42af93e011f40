package io.millrace.kafka;

import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Reads topics as a member of a consumer group, with far more handlers than partitions.
 *
 * <p>Each producer of the queue is one consumer of the group, and the producer's thread its poll
 * thread: it runs no handler and waits for none, so the group never takes a slow handler for a dead
 * consumer. A few producers are enough, often one; more than there are partitions read nothing.
 *
 * <p><b>What is committed:</b> for each partition the first offset that is not finished, and in the
 * commit's metadata what is finished beyond it. After an orderly stop, or an orderly rebalance,
 * nothing finished is handled again; after a crash what was finished since the last commit is.
 *
 * <p><b>A record that is no payload</b> goes to {@link KafkaSourceBuilder#onPoison} with the bytes
 * it has. Without that its partition stands still, and {@link #notReady} says so: nothing is lost
 * in silence.
 *
 * <p><b>When Kafka does not answer</b>, a topic does not exist, or credentials are refused, the
 * source waits, says so in {@link #notReady} and the log, and goes on by itself.
 *
 * <p><b>Threads:</b> any. The payload's {@link KafkaPayload#decode} runs on the poll threads.
 *
 * @param <T> the payload
 */
public final class KafkaSource<T> implements ProducerFactory<T> {
  private final SourceSettings<T> settings;
  private final ConsumerProperties properties;
  private final Map<Integer, Readiness> readiness = new ConcurrentSkipListMap<>();

  KafkaSource(SourceSettings<T> settings) {
    this.settings = settings;
    this.properties = ConsumerProperties.of(settings.properties());
  }

  public static <T> KafkaSourceBuilder<T> builder(KafkaPayload<T> payload) {
    return new KafkaSourceBuilder<>(payload);
  }

  /**
   * Makes a consumer and subscribes it; does not wait for a broker.
   *
   * @throws org.apache.kafka.common.KafkaException when the properties are wrong, or no bootstrap
   *     server's name can be resolved
   */
  @Override
  public Producer<T> create(int index) {
    Readiness state = new Readiness(properties.bootstrapServers());
    readiness.put(index, state);
    try {
      return new GroupReader<>(
          settings, properties.of(index), index, state, () -> gone(index, state));
    } catch (RuntimeException e) {
      state.failed(e);
      throw e;
    }
  }

  private void gone(int index, Readiness state) {
    readiness.remove(index, state);
  }

  /**
   * Why it does not get what it should, in words an operator understands; empty while it does.
   * Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return readiness.values().stream().flatMap(state -> state.notReady().stream()).findFirst();
  }
}
