package io.millrace.queue.engine;

import io.millrace.queue.Queue;
import io.millrace.queue.QueueConfig;
import io.millrace.queue.metrics.QueueMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A queue without threads, for simulation: its loops take their turns when told to, on the caller's
 * thread and by the caller's clock.
 *
 * <p>It is the very engine that {@link Queue#builder} makes, but for what drives it: every
 * interleaving of turns that this class can be told to make may also happen with threads.
 *
 * <p>Not safe for several threads. {@link Queue#stop} must not be called, as nothing would happen
 * while it waits: use {@link #requestStop}.
 */
public final class SteppedQueue<T> {
  private final Core<T> core;
  private final QueueEngine<T> engine;
  private final List<Running> running = new ArrayList<>();

  private record Running(Loop loop, Runnable ended) {}

  /**
   * @param random every random choice of the engine
   * @param callsPerTurn how many calls a consumer makes in one turn at most; with 1 the most can
   *     happen between two calls, with more a consumer also goes on with a key by itself, as one
   *     with a thread does
   */
  public SteppedQueue(
      QueueConfig<T> config, EngineTime time, RandomGenerator random, int callsPerTurn) {
    LoopRunner runner = (loop, role, ended) -> running.add(new Running(loop, ended));
    core = new Core<>(config, time, random, QueueMeters.NONE);
    engine = new QueueEngine<>(core, runner, callsPerTurn);
  }

  /** The queue, for all but stop and close. */
  public Queue<T> queue() {
    return engine;
  }

  /** Begins to stop, as {@link Queue#stop} does; turns do the rest. */
  public void requestStop(Duration deadline) {
    engine.requestStop(deadline);
  }

  /** How many keys, or partitions, have a message that the order makes others wait for. */
  public int busyKeys() {
    return core.lanes == null ? 0 : core.lanes.runningKeys();
  }

  /** The loops that have not come to their end, in the order they were started. */
  public List<Loop> loops() {
    return running.stream().map(Running::loop).toList();
  }

  /** Gives the loop at {@code index} of {@link #loops} one turn, without waiting. */
  public void turn(int index) {
    Running chosen = running.get(index);
    boolean more;
    try {
      more = chosen.loop.turn(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(
          "a turn that must not wait was interrupted: " + chosen.loop.name(), e);
    }
    if (!more) {
      running.remove(chosen);
      chosen.ended.run();
    }
  }
}
