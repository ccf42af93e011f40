package io.millrace.kafka;

import io.millrace.kafka.assignment.Assignments;
import java.lang.reflect.Field;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Takes a reader's sockets and threads from it, as the end of its process would. */
record KilledReader(GroupReader<byte[]> reader) {

  /**
   * Commits nothing and says nothing to the group, which finds out by the session timeout. A member
   * of a group with the consumer protocol leaves all the same: its client knows no other end.
   */
  void letGo() throws ReflectiveOperationException {
    KafkaConsumer<?, ?> consumer = part("consumer", KafkaConsumer.class);
    // Without this, closing the consumer would drain and commit as in a rebalance.
    part("assignments", Assignments.class).onPartitionsLost(consumer.assignment());
    consumer.close(
        CloseOptions.timeout(Duration.ZERO)
            .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
  }

  private <P> P part(String name, Class<P> type) throws ReflectiveOperationException {
    Field field = GroupReader.class.getDeclaredField(name);
    field.setAccessible(true);
    return type.cast(field.get(reader));
  }
}
