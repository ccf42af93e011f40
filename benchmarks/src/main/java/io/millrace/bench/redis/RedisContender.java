package io.millrace.bench.redis;

import io.millrace.bench.contest.ContenderProcess;
import io.millrace.bench.contest.Gauges;
import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Stopwatch;

/** The program that one contender runs in. */
public final class RedisContender {
  private RedisContender() {}

  /** The argument is the contender's name. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contenders.named(args[0]);
    ContenderProcess.serve(line -> measure(contender, Run.fromLine(line)));
  }

  private static Measured measure(Contender contender, Run run) throws Exception {
    try (ServerClock server = new ServerClock(run.site());
        Contender.Running running = contender.start(run)) {
      return new Stopwatch(run.longest())
          .measure(
              new Gauges(running.handled(), running.clientMicros(), server::micros), run.jobs());
    }
  }
}
