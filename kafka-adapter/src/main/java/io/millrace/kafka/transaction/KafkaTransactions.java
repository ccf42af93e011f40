package io.millrace.kafka.transaction;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.assignment.AtomicCommit;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.kafka.record.RecordText;
import io.millrace.queue.Consumer;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Exactly once within Kafka: what handlers produce and the offsets of what they have handled are
 * written in one transaction. Who reads with {@code isolation.level=read_committed} sees the
 * outputs of each message once, whatever crashes in between.
 *
 * <p>Given to one source and to the queue's consumers:
 *
 * <pre>{@code
 * KafkaTransactions<String> transactions =
 *     KafkaTransactions.builder(KafkaPayload.text()).transactionalId("orders-" + hostName).build();
 * Queue.<Order>builder("orders")
 *     .producers(1, KafkaSource.builder(...).transactions(transactions).build())
 *     .consumers(transactions.consumers((order, outputs) -> {
 *       outputs.send("invoices", Message.of(invoiceFor(order)));
 *       return Outcome.ack();
 *     }))
 * }</pre>
 *
 * <p>The handlers' other effects, dead letters among them, come at least once as ever.
 *
 * <p><b>Threads:</b> any.
 *
 * @param <R> the payload of what is produced
 */
public final class KafkaTransactions<R> {
  private final KafkaPayload<R> payload;
  private final Map<String, Object> properties;
  private final String transactionalId;
  private final OutputShelf shelf = new OutputShelf();

  KafkaTransactions(
      KafkaPayload<R> payload, Map<String, Object> properties, @Nullable String transactionalId) {
    this.payload = payload;
    this.properties = properties;
    this.transactionalId =
        transactionalId == null ? "millrace-" + UUID.randomUUID() : transactionalId;
  }

  public static <R> KafkaTransactionsBuilder<R> builder(KafkaPayload<R> payload) {
    return new KafkaTransactionsBuilder<>(payload);
  }

  /** Consumers that give messages to one handler, which all of them share, and keep its outputs. */
  public <T> ConsumerFactory<T> consumers(TransactionalHandler<T, R> handler) {
    Consumer<T> consumer = message -> handle(message, handler);
    return ConsumerFactory.shared(consumer);
  }

  private <T> Outcome handle(Message<T> message, TransactionalHandler<T, R> handler)
      throws Exception {
    shelf.begin(message);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    Outcome outcome = handler.handle(message, (topic, output) -> records.add(of(topic, output)));
    if (outcome instanceof Outcome.Ack && !records.isEmpty()) {
      shelf.put(message, records);
    }
    return outcome;
  }

  private ProducerRecord<byte[], byte[]> of(String topic, Message<R> message) throws Exception {
    byte @Nullable [] key = message.key().map(RecordText::toBytes).orElse(null);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key, payload.encode(message.payload()));
    RecordHeaders.write(message.headers(), record.headers());
    return record;
  }

  /**
   * How one consumer of the source commits. Called by the source.
   *
   * @param consumerProperties properties of the cluster and its login, which the producer shares
   */
  public AtomicCommit commitsOf(
      org.apache.kafka.clients.consumer.Consumer<?, ?> consumer,
      Map<String, Object> consumerProperties,
      int index) {
    return new TransactionalCommit(
        consumer,
        TransactionalProperties.of(consumerProperties, properties, transactionalId + "-" + index),
        shelf);
  }
}
