package io.millrace.daemon.kafka;

import io.millrace.kafka.transaction.KafkaTransactions;
import java.util.Optional;

/** A Kafka source that can commit its offsets in one transaction with what a sink writes. */
public interface TransactionalSource extends KafkaConnected {
  /** Why it cannot, as it is configured, in words; empty if it can. */
  Optional<String> noTransactions();

  /** Has it commit so from the first on; called before a producer is made. */
  void commitWith(KafkaTransactions<byte[]> transactions);
}
