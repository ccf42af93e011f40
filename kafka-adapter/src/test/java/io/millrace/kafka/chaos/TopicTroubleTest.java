package io.millrace.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
@ExtendWith(KafkaExtension.class)
class TopicTroubleTest {

  @Test
  void waitsForATopicThatDoesNotExistAndSaysSo(KafkaBroker broker, @TempDir Path directory)
      throws Exception {
    try (ChaosRun run = new ChaosRun(broker, directory);
        Worker worker = Worker.started(quick(run.worker("w")))) {
      String words = "topic " + run.topic() + " does not exist";
      ChaosRun.patiently().untilAsserted(() -> assertThat(worker.notReady()).hasValue(words));

      run.createTopic();
      Load load = run.load(500);
      try (load) {
        run.awaitCommitted(500);
      }
      ChaosRun.patiently().untilAsserted(() -> assertThat(worker.notReady()).isEmpty());
      run.awaitTheEnd();
      worker.stop();
      ChaosReport.orderly("topic unknown at first", run.judge());
    }
  }

  @Test
  void readsPartitionsThatAreAddedWhileItRuns(KafkaBroker broker, @TempDir Path directory)
      throws Exception {
    int more = ChaosRun.PARTITIONS + 6;
    try (ChaosRun run = ChaosRun.withTopic(broker, directory);
        Worker one = Worker.started(quick(run.worker("one")));
        Worker two = Worker.started(quick(run.worker("two")))) {
      Load load = run.load(1_000);
      try (load) {
        run.awaitCommitted(1_000);
        run.admin()
            .createPartitions(Map.of(run.topic(), NewPartitions.increaseTo(more)))
            .all()
            .get();
        ChaosRun.patiently()
            .ignoreExceptions()
            .until(
                () ->
                    run.watch().look().entrySet().stream()
                            .filter(commit -> commit.getValue().offset() > 0)
                            .count()
                        == more);
      }
      run.awaitTheEnd();
      one.stop();
      two.stop();
      ChaosReport.orderly("partitions added, 12 to 18", run.judge());
    }
  }

  @Test
  void keepsItsPartitionsWhileHandlersTakeLongerThanThePollInterval(
      KafkaBroker broker, @TempDir Path directory) throws Exception {
    try (ChaosRun run = ChaosRun.withTopic(broker, directory);
        Worker slow =
            Worker.started(
                run.worker("slow")
                    .withHandling(Duration.ofSeconds(2))
                    .with(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "1000"));
        Worker other = Worker.started(run.worker("other"))) {
      // What is handed over while it is being handled longer than the budget is handled twice.
      run.awaitMember("slow");
      run.awaitMember("other");
      Load load = run.load(100);
      try (load) {
        ChaosRun.pause(Duration.ofMillis(400));
      }
      run.awaitTheEnd();
      slow.stop();
      other.stop();
      ChaosReport.orderly("handlers of 0-4 s, max.poll.interval.ms 1 s", run.judge());
    }
  }

  private static WorkerSettings quick(WorkerSettings worker) {
    return worker.with(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "1000");
  }
}
