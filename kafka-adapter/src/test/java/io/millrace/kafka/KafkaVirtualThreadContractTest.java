package io.millrace.kafka;

import io.millrace.testkit.Backend;
import io.millrace.testkit.VirtualThreadContract;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import org.junit.jupiter.api.extension.ExtendWith;

/** The promises that concern threads, with handlers on virtual ones. */
@ExtendWith(KafkaExtension.class)
final class KafkaVirtualThreadContractTest extends VirtualThreadContract {
  private final KafkaBroker kafka;

  KafkaVirtualThreadContractTest(KafkaBroker kafka) {
    this.kafka = kafka;
  }

  @Override
  protected Backend backend() {
    return new GroupBackend(kafka, GroupProtocol.CONSUMER);
  }
}
