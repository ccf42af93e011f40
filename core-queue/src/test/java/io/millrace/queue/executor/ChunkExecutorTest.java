package io.millrace.queue.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChunkExecutorTest {
  private final ManualTime time = new ManualTime();
  private final RecordingHandler<Integer> handler = new RecordingHandler<>();

  private ChunkExecutor<Integer> executor(long maxBytes) {
    return new ChunkExecutor<>(
        "chunk", maxBytes, size -> size, handler, FlushOptions.DEFAULT.withTime(time));
  }

  @Test
  void flushesAMebibyteAtATimeAndTheRestAfterASecond() throws Exception {
    try (var executor = executor(ChunkExecutor.DEFAULT_MAX_BYTES)) {
      for (int i = 0; i < 2_560; i++) {
        executor.add(1024);
      }
      handler.awaitBatches(2);
      assertThat(handler.sizes()).containsExactly(1024, 1024);
      time.awaitSleepers(1);

      time.advance(Duration.ofSeconds(1));

      handler.awaitBatches(3);
      assertThat(handler.sizes()).containsExactly(1024, 1024, 512);
    }
  }

  @Test
  void aChunkIsNeverLargerThanTheLimitUnlessItIsASingleTask() throws Exception {
    try (var executor = executor(100)) {
      for (int size : new int[] {60, 50, 50, 250, 10, 100}) {
        executor.add(size);
      }
    }
    assertThat(handler.batches())
        .containsExactly(List.of(60), List.of(50, 50), List.of(250), List.of(10), List.of(100));
  }

  @Test
  void emptyTasksFillAChunkAsWell() throws Exception {
    try (var executor = executor(3)) {
      for (int i = 0; i < 4; i++) {
        executor.add(0);
      }
    }
    assertThat(handler.sizes()).containsExactly(3, 1);
  }

  @Test
  void refusesANegativeSize() {
    try (var executor = executor(3)) {
      assertThatThrownBy(() -> executor.add(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-1");
    }
  }
}
