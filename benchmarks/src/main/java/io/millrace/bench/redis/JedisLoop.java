package io.millrace.bench.redis;

import io.millrace.bench.contest.Gauges;
import io.millrace.bench.contest.Tally;
import io.millrace.bench.contest.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.Jedis;

/** A loop on a thread for each connection. */
record JedisLoop(String name, Step step) implements Contender {
  /** What a loop does again and again. */
  @FunctionalInterface
  interface Step {
    /**
     * @param index which of the connections it is
     * @return how many jobs are done
     */
    int run(Jedis jedis, int index);
  }

  @Override
  public Running start(Run run) {
    return start(run, step);
  }

  static Running start(Run run, Step step) {
    Tally tally = new Tally(Work.NONE);
    AtomicBoolean stopped = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < run.connections(); i++) {
      int index = i;
      Thread thread = new Thread(() -> loop(run, step, index, tally, stopped), "loop-" + i);
      thread.start();
      threads.add(thread);
    }
    return new Running(
        tally::handled,
        Gauges::processMicros,
        () -> {
          stopped.set(true);
          for (Thread thread : threads) {
            thread.join();
          }
        });
  }

  private static void loop(Run run, Step step, int index, Tally tally, AtomicBoolean stopped) {
    try (Jedis jedis = run.site().connect()) {
      while (!stopped.get()) {
        int done = step.run(jedis, index);
        if (done > 0) {
          tally.handle(done);
        }
      }
    }
  }
}
