package io.millrace.kafka;

import io.millrace.kafka.assignment.Drain;
import io.millrace.queue.Fetch;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a rebalance asks of the queue, while a fetch is under way and when none is. The poll
 * thread's.
 */
final class QueueDrain implements Drain {
  private final DepartureDesk departures;
  private @Nullable Fetch<?> current;

  QueueDrain(DepartureDesk departures) {
    this.departures = departures;
  }

  void begin(Fetch<?> fetch) {
    current = fetch;
  }

  void end() {
    current = null;
  }

  @Override
  public void revoke(SourcePartition partition) {
    Fetch<?> fetch = current;
    if (fetch == null) {
      partition.revoke();
    } else {
      fetch.revoke(partition);
    }
  }

  @Override
  public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
    Fetch<?> fetch = current;
    if (fetch == null) {
      return false;
    }
    long deadline = System.nanoTime() + maxWait.toNanos();
    while (departures.underWay() > 0) {
      // Two sources of news, and one thread: it looks at each in turns.
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (departures.collect() || fetch.awaitSettlements(PollWait.shorter(left, PollWait.BUSY))) {
        return true;
      }
      if (left.isNegative()) {
        return false;
      }
    }
    return fetch.awaitSettlements(Duration.ofNanos(deadline - System.nanoTime()));
  }
}
