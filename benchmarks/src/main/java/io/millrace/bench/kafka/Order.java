package io.millrace.bench.kafka;

import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.millrace.queue.Ordering;

/** What must be handled one after the other, and what each side calls it. */
enum Order {
  NONE(Ordering.NONE, ProcessingOrder.UNORDERED),
  PARTITION(Ordering.PARTITION, ProcessingOrder.PARTITION),
  KEY(Ordering.KEY, ProcessingOrder.KEY);

  final Ordering millrace;
  final ProcessingOrder parallelConsumer;

  Order(Ordering millrace, ProcessingOrder parallelConsumer) {
    this.millrace = millrace;
    this.parallelConsumer = parallelConsumer;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
