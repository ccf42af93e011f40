package io.millrace.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteAheadLogTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @Test
  void asksForNothingOnceItHasFailedWhileSomebodyWaitedForASync() throws IOException {
    LogFile file = LogFile.create(new FaultyDisk(), 0);
    WriteAheadLog log = new WriteAheadLog(1 << 20, List.of(file), LogFile.HEADER_BYTES);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> awaitMore(log));
    List<LogBatch> none = new ArrayList<>();
    long start = System.nanoTime();
    log.take(none, PATIENCE_NANOS);
    assertThat(System.nanoTime() - start).isLessThan(PATIENCE_NANOS);

    log.fail(new IOException("as the test wants it"));

    assertThatThrownBy(waiting::join).hasRootCauseMessage("as the test wants it");
    assertThatThrownBy(() -> log.awaitSynced(log.end() + 1)).isInstanceOf(IOException.class);
    long aWhile = TimeUnit.MILLISECONDS.toNanos(50);
    start = System.nanoTime();
    log.take(none, aWhile);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(aWhile);
  }

  private static void awaitMore(WriteAheadLog log) {
    try {
      log.awaitSynced(log.end() + 1);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
