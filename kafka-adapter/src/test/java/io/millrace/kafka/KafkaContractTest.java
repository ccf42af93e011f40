package io.millrace.kafka;

import io.millrace.testkit.Backend;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of a queue, kept by a group whose members share the partitions by themselves. */
@ExtendWith(KafkaExtension.class)
final class KafkaContractTest extends QueueContract {
  private final KafkaBroker kafka;

  KafkaContractTest(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Override
  protected Backend backend() {
    return new GroupBackend(kafka, GroupProtocol.CLASSIC);
  }
}
