package io.millrace.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
@ExtendWith(KafkaExtension.class)
class PoisonTest {
  @Test
  void setsAsideValuesThatAreNoPayloadAndGoesOn(KafkaBroker broker, @TempDir Path directory)
      throws Exception {
    try (ChaosRun run = ChaosRun.withTopic(broker, directory);
        Worker worker = Worker.started(run.worker("w"))) {
      Load load = run.load(500, 100);
      try (load) {
        run.awaitCommitted(1_000);
      }
      run.awaitTheEnd();
      worker.stop();
      assertThat(worker.poison()).isEqualTo(load.poison()).isPositive();
      ChaosReport.orderly(load.poison() + " values that are no payload", run.judge());
    }
  }
}
