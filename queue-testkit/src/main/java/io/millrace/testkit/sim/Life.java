package io.millrace.testkit.sim;

import io.millrace.queue.Queue;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.Settlement;
import io.millrace.queue.engine.SteppedQueue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One queue, from its start to its stop or crash, and what the simulation knows about it. */
final class Life<T> {
  /**
   * What the engine grants itself beyond a stop's deadline, and some time for the turns this takes.
   */
  private static final long STOP_GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** How long the engine lets a handler hang after a stop has interrupted it. */
  private static final long CUT_OFF_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  enum Phase {
    RUNNING,
    DRAINING,
    CUT_OFF
  }

  private final VirtualTime time;
  private final int callsPerTurn;
  private @Nullable SteppedQueue<T> stepped;

  /** What was fetched and not settled, by handle. */
  final IdentityHashMap<Object, Stay<T>> stays = new IdentityHashMap<>();

  /** The calls under way, by lane. */
  final Map<Object, Call<T>> calls = new HashMap<>();

  final Map<Settlement.Kind, Long> settled = new EnumMap<>(Settlement.Kind.class);
  final Set<ObservedProducer<T>> producers = new HashSet<>();
  long fetched;
  long heldBytes;
  int consumersMade;
  int consumersClosed;
  boolean isPaused;
  int producerTarget;
  int consumerTarget;
  private long deadlineNanos = Long.MAX_VALUE;
  private boolean isStopRequested;
  private Phase phase = Phase.RUNNING;

  Life(VirtualTime time, Settings settings) {
    this.time = time;
    callsPerTurn = settings.callsPerTurn();
    producerTarget = settings.producers();
    consumerTarget = settings.consumers();
    for (Settlement.Kind kind : Settlement.Kind.values()) {
      settled.put(kind, 0L);
    }
  }

  void start(QueueConfig<T> config, RandomGenerator random) {
    SteppedQueue<T> made = new SteppedQueue<>(config, time, random, callsPerTurn);
    stepped = made;
    made.queue().start();
  }

  SteppedQueue<T> stepped() {
    SteppedQueue<T> made = stepped;
    if (made == null) {
      throw new IllegalStateException("not started");
    }
    return made;
  }

  Queue<T> queue() {
    return stepped().queue();
  }

  Phase phase() {
    return phase;
  }

  boolean isStopRequested() {
    return isStopRequested;
  }

  void requestStop(Duration deadline) {
    deadlineNanos = Math.min(deadlineNanos, time.nanoTime() + deadline.toNanos());
    isStopRequested = true;
    stepped().requestStop(deadline);
  }

  /** The control loop had its turn, in which it may have moved on. */
  void controlTurned() {
    if (isStopRequested) {
      phase = time.nanoTime() - deadlineNanos >= 0 ? Phase.CUT_OFF : Phase.DRAINING;
    }
  }

  boolean isOverdue() {
    return isStopRequested && time.nanoTime() - deadlineNanos > STOP_GRACE_NANOS;
  }

  /** Whether the queue may have taken the messages of this call away from its handler by now. */
  boolean mayHaveTaken(Call<T> call, Settings settings) {
    return mayHaveTaken(call.startNanos, settings.handlerTimeLimit());
  }

  /** Whether it may have taken messages from a push to the dead letters that began at this time. */
  boolean mayHaveTakenPush(long startNanos, Settings settings) {
    return mayHaveTaken(startNanos, Optional.of(settings.pushTimeLimit()));
  }

  private boolean mayHaveTaken(long startNanos, Optional<Duration> timeLimit) {
    long now = time.nanoTime();
    long age = now - startNanos;
    boolean isTimedOut = timeLimit.map(limit -> age > 2 * limit.toNanos()).orElse(false);
    return isTimedOut
        || (phase == Phase.CUT_OFF
            && now - deadlineNanos > CUT_OFF_GRACE_NANOS
            && age > CUT_OFF_GRACE_NANOS);
  }
}
