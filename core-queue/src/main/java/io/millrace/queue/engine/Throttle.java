package io.millrace.queue.engine;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.millrace.queue.QueueConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a worker passes before each handler call: the queue's rate limit and its bulkhead. Costs
 * nothing where neither is set.
 *
 * <p><b>Threads:</b> any; {@link #enter} blocks.
 */
final class Throttle {
  /**
   * The limiter hands out permissions in steps; one step is about this long, so that the rate is
   * even and yet exact.
   */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final Duration FOREVER = Duration.ofDays(365);

  private final @Nullable RateLimiter rate;
  private final @Nullable Bulkhead bulkhead;

  Throttle(QueueConfig<?> config) {
    rate = config.rateLimit().map(limit -> rateLimiter(config.name(), limit)).orElse(null);
    bulkhead = config.bulkhead().orElse(null);
  }

  /** Whether {@link #enter} may wait. */
  boolean mayWait() {
    return rate != null || bulkhead != null;
  }

  /**
   * Waits until {@code calls} more may begin. Must be followed by {@link #leave} unless it throws.
   */
  void enter(int calls) throws InterruptedException {
    if (rate != null) {
      for (int i = 0; i < calls; i++) {
        long waitNanos = rate.reservePermission();
        if (waitNanos > 0) {
          TimeUnit.NANOSECONDS.sleep(waitNanos);
        }
      }
    }
    if (bulkhead != null) {
      // A bulkhead without a waiting time answers at once; then this asks again every millisecond.
      while (!bulkhead.tryAcquirePermission()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  void leave() {
    if (bulkhead != null) {
      bulkhead.onComplete();
    }
  }

  private static RateLimiter rateLimiter(String name, QueueConfig.RateLimit limit) {
    long periodNanos = limit.period().toNanos();
    int step =
        (int) Math.max(1, Math.min(limit.max(), limit.max() * (double) STEP_NANOS / periodNanos));
    return RateLimiter.of(
        name,
        RateLimiterConfig.custom()
            .limitForPeriod(step)
            .limitRefreshPeriod(
                Duration.ofNanos((long) (periodNanos * (double) step / limit.max())))
            .timeoutDuration(FOREVER)
            .build());
  }
}
