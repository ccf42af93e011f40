package io.millrace.bench.kafka;

import io.millrace.bench.contest.Tally;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaSource;
import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Outcome;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Queue;

/** A queue that one consumer of a group feeds, with its defaults. */
record MillraceGroup(Order order) implements Contender {
  static String name(Order order) {
    return "millrace " + order.label();
  }

  @Override
  public String name() {
    return name(order);
  }

  @Override
  public boolean fits(Cell cell) {
    return true;
  }

  @Override
  public Running start(Topic topic, Cell cell, Tally tally) {
    return start(
        KafkaSource.builder(KafkaPayload.bytes())
            .bootstrapServers(topic.bootstrapServers())
            .group(topic.group())
            .topics(topic.name())
            .ordering(order.millrace)
            .build(),
        order,
        cell,
        tally);
  }

  static Running start(ProducerFactory<byte[]> source, Order order, Cell cell, Tally tally) {
    Queue<byte[]> queue =
        Queue.<byte[]>builder("benchmark")
            .producers(1, source)
            .consumers(
                ConsumerFactory.shared(
                    message -> {
                      tally.handle();
                      return Outcome.ack();
                    }))
            .ordering(order.millrace)
            .concurrency(Concurrency.fixed(cell.inFlight()))
            .build();
    queue.start();
    return queue::close;
  }
}
