package io.millrace.kafka.chaos;

import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.KafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Isolated
@ExtendWith(KafkaExtension.class)
class RebalanceStormTest {
  private static final int SECONDS = Integer.getInteger("chaos.storm.seconds", 6);
  private static final int PER_SECOND = 1_000;

  @ParameterizedTest
  @EnumSource
  void handlesNothingTwiceWhileConsumersJoinAndLeaveEverySecond(
      GroupProtocol protocol, KafkaBroker broker, @TempDir Path directory) throws Exception {
    List<Worker> all = new ArrayList<>();
    Deque<Worker> guests = new ArrayDeque<>();
    try (ChaosRun run = ChaosRun.withTopic(broker, directory)) {
      Load load = run.load(PER_SECOND);
      try (load) {
        all.add(Worker.started(run.worker("host", protocol)));
        run.awaitCommitted(1);
        for (int second = 1; second <= SECONDS; second++) {
          Worker guest = Worker.started(run.worker("guest" + second, protocol));
          all.add(guest);
          guests.add(guest);
          ChaosRun.pause(Duration.ofSeconds(1));
          if (guests.size() > 1) {
            guests.remove().stop();
          }
        }
      }
      run.awaitTheEnd();
      all.forEach(Worker::stop);
      ChaosReport.orderly(
          SECONDS + " s of joining and leaving, protocol " + protocol.property(), run.judge());
    } finally {
      for (Worker worker : all) {
        worker.close();
      }
    }
  }
}
