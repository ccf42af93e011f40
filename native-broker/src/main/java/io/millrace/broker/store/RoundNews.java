package io.millrace.broker.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells queues what has become of a checkpoint that they took part in, each on its own loop.
 *
 * <p><b>Threads:</b> the checkpoint thread only.
 */
final class RoundNews {
  private static final long LOOK_MILLIS = 1_000;

  private final BooleanSupplier stopping;

  /**
   * @param stopping whether the store is being closed, so that nobody waits any more
   */
  RoundNews(BooleanSupplier stopping) {
    this.stopping = stopping;
  }

  /**
   * Returns when all know, or when the store is being closed.
   *
   * @throws IllegalStateException if not all could be told: what one of them may still read must
   *     not be deleted
   */
  void tell(List<Contribution> contributions, Consumer<Contribution> news)
      throws InterruptedException {
    Map<LoopStore, List<Contribution>> byLoop = new HashMap<>();
    for (Contribution contribution : contributions) {
      byLoop
          .computeIfAbsent(contribution.journal().loop(), loop -> new ArrayList<>())
          .add(contribution);
    }
    // Set by loops, read by this thread once all have counted down.
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    CountDownLatch told = new CountDownLatch(byLoop.size());
    byLoop.forEach(
        (loop, some) ->
            loop.execute(
                () -> {
                  try {
                    some.forEach(each -> tell(each, news, failure));
                  } finally {
                    told.countDown();
                  }
                }));
    boolean all = false;
    while (!all && !stopping.getAsBoolean()) {
      all = told.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    Throwable fault = failure.get();
    if (fault != null) {
      throw new IllegalStateException("a queue could not be told of a checkpoint", fault);
    }
  }

  /** One that cannot be told keeps the news from none of the others. */
  private static void tell(
      Contribution contribution,
      Consumer<Contribution> news,
      AtomicReference<@Nullable Throwable> failure) {
    try {
      news.accept(contribution);
    } catch (RuntimeException | Error fault) {
      failure.set(fault);
    }
  }
}
