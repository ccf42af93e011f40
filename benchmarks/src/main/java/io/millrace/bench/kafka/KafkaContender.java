package io.millrace.bench.kafka;

import io.millrace.bench.contest.ContenderProcess;
import io.millrace.bench.contest.Gauges;
import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Stopwatch;
import io.millrace.bench.contest.Tally;

/** The program that one contender runs in. */
public final class KafkaContender {
  private KafkaContender() {}

  /** The argument is the contender's name. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contenders.named(args[0]);
    ContenderProcess.serve(line -> measure(contender, Run.fromLine(line)));
  }

  private static Measured measure(Contender contender, Run run) throws Exception {
    Tally tally = new Tally(run.cell().work());
    try (var running = contender.start(run.topic(), run.cell(), tally)) {
      return new Stopwatch(run.longest()).measure(Gauges.of(tally), run.cell().load().records());
    }
  }
}
