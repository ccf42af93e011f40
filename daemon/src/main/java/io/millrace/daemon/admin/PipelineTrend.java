package io.millrace.daemon.admin;

import io.millrace.queue.QueueSnapshot;
import io.millrace.queue.QueueState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * The recent past of one pipeline, from samples of its counters.
 *
 * <p><b>Threads:</b> {@link #add} from one thread, which then publishes what {@link #now} answers.
 */
final class PipelineTrend {
  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

  /** The oldest is as old as the window, or the first there was; at least one. */
  private final Deque<Sample> samples = new ArrayDeque<>();

  private long producersSeenNanos;

  void add(long nowNanos, QueueSnapshot snapshot, LagTotals lag) {
    Sample sample = Sample.of(nowNanos, snapshot, lag);
    if (samples.isEmpty() || snapshot.producers() > 0 || snapshot.state() != QueueState.RUNNING) {
      producersSeenNanos = nowNanos;
    }
    if (!samples.isEmpty() && sample.fetched < samples.getLast().fetched) {
      samples.clear(); // a reload put another queue under this name
    }
    samples.addLast(sample);
    while (samples.size() > 2 && nowNanos - samples.getFirst().atNanos > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** How it stands as of the newest sample. */
  Now now() {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = (last.atNanos - first.atNanos) / 1e9;
    double in = seconds > 0 ? (last.fetched - first.fetched) / seconds : 0;
    double out = seconds > 0 ? (last.settled - first.settled) / seconds : 0;
    Duration withoutProducers = Duration.ofNanos(last.atNanos - producersSeenNanos);
    return new Now(in, out, last.lag.since(first.lag), withoutProducers);
  }

  /**
   * The messages settled so far whose own age is known.
   *
   * @param seconds the sum of their ages when they were settled
   */
  record LagTotals(long messages, double seconds) {
    static final LagTotals NONE = new LagTotals(0, 0);

    /** The mean age of those settled since {@code earlier}; empty when there were none. */
    private OptionalDouble since(LagTotals earlier) {
      long settled = messages - earlier.messages;
      return settled > 0
          ? OptionalDouble.of((seconds - earlier.seconds) / settled)
          : OptionalDouble.empty();
    }
  }

  /**
   * Rates in messages a second over the last seconds.
   *
   * @param lagSeconds how old messages were on average when they were settled; empty when no age is
   *     known
   * @param withoutProducers how long the queue has been running although none of its producers does
   */
  record Now(
      double fetchedPerSecond,
      double settledPerSecond,
      OptionalDouble lagSeconds,
      Duration withoutProducers) {
    static final Now UNKNOWN = new Now(0, 0, OptionalDouble.empty(), Duration.ZERO);

    /** How long the backlog takes at the present rate; empty when nothing is settled at present. */
    OptionalDouble drainSeconds(QueueSnapshot snapshot) {
      long backlog =
          Math.max(0, snapshot.lag())
              + snapshot.buffered()
              + snapshot.waiting()
              + snapshot.inFlight();
      if (backlog == 0) {
        return OptionalDouble.of(0);
      }
      return settledPerSecond > 0
          ? OptionalDouble.of(backlog / settledPerSecond)
          : OptionalDouble.empty();
    }
  }

  private record Sample(long atNanos, long fetched, long settled, LagTotals lag) {
    static Sample of(long nowNanos, QueueSnapshot snapshot, LagTotals lag) {
      long settled = snapshot.settled().values().stream().mapToLong(Long::longValue).sum();
      return new Sample(nowNanos, snapshot.fetched(), settled, lag);
    }
  }
}
