package io.millrace.kafka;

import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of a queue, kept by a group whose partitions the broker shares out. */
@ExtendWith(KafkaExtension.class)
final class KafkaConsumerProtocolContractTest extends QueueContract {
  private final KafkaBroker kafka;

  KafkaConsumerProtocolContractTest(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Override
  protected Backend backend() {
    return new GroupBackend(kafka, GroupProtocol.CONSUMER);
  }
}
