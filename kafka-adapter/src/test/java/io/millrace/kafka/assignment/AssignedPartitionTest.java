package io.millrace.kafka.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AssignedPartitionTest {
  private static final TopicPartition ID = new TopicPartition("orders", 0);

  private final AssignedPartition partition = new AssignedPartition(ID);

  @Test
  void expectsNothingMoreOfWhatCameBackUnfinished() {
    handOut(0, 3);

    partition.finish(0, 1);
    partition.giveBack();
    assertThat(partition.inHand()).as("one was finished and one came back").isEqualTo(1);

    partition.finish(2, 3);
    assertThat(partition.inHand()).isZero();
    assertThat(partition.prefix()).as("what came back is still to be done").isEqualTo(1);
  }

  private void handOut(long from, long to) {
    List<ConsumerRecord<String, byte[]>> records =
        LongStream.range(from, to)
            .mapToObj(offset -> new ConsumerRecord<>(ID.topic(), 0, offset, "key", new byte[0]))
            .toList();
    partition.polled(records, to);
    for (var next = partition.next(); next != null; next = partition.next()) {
      partition.handOut(next);
    }
  }
}
