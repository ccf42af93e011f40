package io.millrace.daemon.sink.kafka;

import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.Sink;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.QueueConfig;
import java.util.Optional;

/**
 * A topic whose records are written in the transactions by which the source commits. Nothing can be
 * pushed here.
 */
final class TransactionalSink implements Sink {
  private final KafkaTransactions<byte[]> transactions;
  private final String topic;
  private final String id;
  private final String bootstrapServers;

  TransactionalSink(
      KafkaTransactions<byte[]> transactions, String topic, String id, String bootstrapServers) {
    this.transactions = transactions;
    this.topic = topic;
    this.id = id;
    this.bootstrapServers = bootstrapServers;
  }

  @Override
  public String description() {
    return "kafka " + topic + " in transactions";
  }

  @Override
  public Optional<QueueConfig.Handler<byte[]>> consumers() {
    return Optional.of(
        new QueueConfig.Single<>(
            transactions.consumers(
                (message, outputs) -> {
                  outputs.send(topic, message);
                  return Outcome.ack();
                })));
  }

  /** Two with one id would take the producer from each other at each commit. */
  @Override
  public Optional<Exclusive> exclusive() {
    return Optional.of(
        new Exclusive(
            "the transactional-id " + id, bootstrapServers, "give each an id of its own"));
  }

  @Override
  public Pusher<byte[]> pusher() {
    throw new IllegalStateException(description() + ": records are written with commits only");
  }
}
