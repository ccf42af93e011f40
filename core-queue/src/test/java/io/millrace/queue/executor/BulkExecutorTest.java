package io.millrace.queue.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BulkExecutorTest {
  private final ManualTime time = new ManualTime();

  @Test
  void flushesAThousandAtATimeAndTheRestAfterASecond() throws Exception {
    RecordingHandler<Integer> handler = new RecordingHandler<>();
    try (var executor =
        new BulkExecutor<>(
            "bulk", BulkExecutor.DEFAULT_MAX_TASKS, handler, FlushOptions.DEFAULT.withTime(time))) {
      for (int i = 0; i < 2_500; i++) {
        executor.add(i);
      }
      handler.awaitBatches(2);
      time.advance(Duration.ofMillis(999));
      time.awaitSleepers(1);
      assertThat(handler.sizes()).containsExactly(1000, 1000);

      time.advance(Duration.ofMillis(1));

      handler.awaitBatches(3);
      assertThat(handler.sizes()).containsExactly(1000, 1000, 500);
      assertThat(handler.tasks()).isSorted().doesNotHaveDuplicates();
    }
  }
}
