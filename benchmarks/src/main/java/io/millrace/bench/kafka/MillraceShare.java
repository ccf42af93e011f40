package io.millrace.bench.kafka;

import io.millrace.bench.contest.Tally;
import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaShareSource;
import io.millrace.kafka.StartAt;

/** A queue that one member of a share group feeds, with its defaults; there is no order. */
final class MillraceShare implements Contender {
  static final String NAME = "millrace share group";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean fits(Cell cell) {
    return true;
  }

  @Override
  public Running start(Topic topic, Cell cell, Tally tally) {
    return MillraceGroup.start(
        KafkaShareSource.builder(KafkaPayload.bytes())
            .bootstrapServers(topic.bootstrapServers())
            .group(topic.group())
            .topics(topic.name())
            .startAt(StartAt.EARLIEST)
            .build(),
        Order.NONE,
        cell,
        tally);
  }
}
