package io.millrace.testkit.sim;

import io.millrace.queue.engine.Loop;
import io.millrace.queue.engine.SteppedQueue;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives the loops of a queue their turns, some much more often than others; never one that is in
 * the midst of its turn.
 */
final class Scheduler<T> {
  private final World<T> world;
  private final RandomGenerator random;
  private final Set<Loop> busy = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Loop, Integer> weights = new IdentityHashMap<>();
  private final int[] roleWeights;

  Scheduler(World<T> world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    roleWeights = new int[] {1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5)};
  }

  /** A turn for one loop, chosen by weight. */
  void turnOne(Life<T> life) {
    SteppedQueue<T> queue = life.stepped();
    List<Loop> loops = queue.loops();
    int sum = 0;
    for (Loop loop : loops) {
      sum += weight(loop);
    }
    if (sum == 0) {
      return;
    }
    int chosen = random.nextInt(sum);
    for (int i = 0; i < loops.size(); i++) {
      chosen -= weight(loops.get(i));
      if (chosen < 0) {
        turn(life, loops.get(i), i);
        return;
      }
    }
  }

  /** A turn for every loop that can have one. */
  void turnAll(Life<T> life) {
    for (Loop loop : life.stepped().loops()) {
      int index = busy.contains(loop) ? -1 : life.stepped().loops().indexOf(loop);
      if (index >= 0 && !world.hasFailed()) {
        turn(life, loop, index);
      }
    }
  }

  private void turn(Life<T> life, Loop loop, int index) {
    world.trace.turn(loop);
    busy.add(loop);
    world.trace.depth++;
    try {
      life.stepped().turn(index);
    } catch (RuntimeException e) {
      world.complain(new AssertionError("defect of the engine: " + loop.name() + " failed", e));
    } finally {
      busy.remove(loop);
      world.trace.depth--;
    }
    if (Thread.interrupted()) {
      world.promises.interrupts++;
    }
    if (role(loop) == 2) {
      life.controlTurned();
    }
  }

  private int weight(Loop loop) {
    return busy.contains(loop) ? 0 : weights.computeIfAbsent(loop, this::drawWeight);
  }

  private int drawWeight(Loop loop) {
    return roleWeights[role(loop)] * (random.nextInt(4) == 0 ? 1 : 8);
  }

  private static int role(Loop loop) {
    String name = loop.name();
    return name.contains("-producer-") ? 0 : name.contains("-consumer-") ? 1 : 2;
  }
}
