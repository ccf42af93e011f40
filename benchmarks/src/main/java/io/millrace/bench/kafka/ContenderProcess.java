package io.millrace.bench.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The program that one contender runs in, so that none pays for another's garbage, threads or
 * profile: makes the runs that it reads, a line each, and answers a line each.
 */
public final class ContenderProcess {
  static final String FAILED = "failed\t";

  private ContenderProcess() {}

  /** The argument is the contender's name. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contenders.named(args[0]);
    PrintStream answers = System.out;
    // Whatever a library prints is no answer.
    System.setOut(System.err);
    BufferedReader runs =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = runs.readLine(); line != null; line = runs.readLine()) {
      answers.println(answer(contender, Run.fromLine(line)));
    }
    // What a client left running must not keep the process.
    System.exit(0);
  }

  private static String answer(Contender contender, Run run) {
    try {
      return measure(contender, run).toLine();
    } catch (Exception | OutOfMemoryError e) {
      return FAILED + e;
    }
  }

  static Measured measure(Contender contender, Run run) throws Exception {
    Tally tally = new Tally(run.cell().work());
    System.gc();
    try (var running = contender.start(run.topic(), run.cell(), tally)) {
      return new Stopwatch(run.longest()).measure(tally, run.cell().load().records());
    }
  }
}
