package io.millrace.redis.push;

import io.millrace.queue.executor.ChunkExecutor;
import io.millrace.queue.executor.FlushOptions;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Elements of any threads that gather into batches: a batch is written when it is full of bytes, or
 * when its first element has waited for the linger time. What comes while one is written gathers
 * into the next; when several are full and wait, whoever adds waits as well.
 *
 * <p><b>Threads:</b> any.
 */
public final class Gathering implements AutoCloseable {
  private static final int FULL_BATCHES = 8;

  private final List<ListWriter> writers;
  private final ChunkExecutor<Waiting> batches;

  /**
   * @param name what an operator calls it
   * @param writers one for each list
   */
  public Gathering(String name, List<ListWriter> writers, int batchBytes, Duration linger) {
    this.writers = writers;
    batches =
        new ChunkExecutor<>(
            name,
            batchBytes,
            waiting -> waiting.element().bytes().length,
            this::write,
            FlushOptions.DEFAULT.withInterval(linger).withWaitingBatches(FULL_BATCHES));
  }

  /**
   * Adds an element. Blocks while too many batches wait.
   *
   * @return completed when it is safe, on the thread that writes, which must not be held up
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Void> add(int shard, Element element) throws InterruptedException {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    batches.add(new Waiting(shard, element, answer));
    return answer;
  }

  private void write(List<Waiting> batch) {
    for (int shard = 0; shard < writers.size(); shard++) {
      int which = shard;
      write(writers.get(shard), batch.stream().filter(each -> each.shard() == which).toList());
    }
  }

  private static void write(ListWriter writer, List<Waiting> batch) {
    if (batch.isEmpty()) {
      return;
    }
    BitSet failed = new BitSet();
    try {
      writer.write(
          batch.stream().map(Waiting::element).toList(),
          (first, count, cause) -> {
            failed.set(first, first + count);
            batch
                .subList(first, first + count)
                .forEach(each -> each.answer().completeExceptionally(cause));
          });
    } catch (RuntimeException e) {
      batch.forEach(each -> each.answer().completeExceptionally(e));
      throw e;
    }
    for (int i = failed.nextClearBit(0); i < batch.size(); i = failed.nextClearBit(i + 1)) {
      batch.get(i).answer().complete(null);
    }
  }

  /** Writes what has gathered. */
  @Override
  public void close() {
    batches.close();
  }
}
