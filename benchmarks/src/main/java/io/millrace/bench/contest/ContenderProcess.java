package io.millrace.bench.contest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The inside of a program that one contender runs in, so that none pays for another's garbage,
 * threads or profile: makes the runs that it reads, a line each, and answers a line each.
 */
public final class ContenderProcess {
  static final String MEASURED = "measured\t";
  static final String FAILED = "failed\t";

  /** Makes runs. */
  @FunctionalInterface
  public interface Runs {
    /**
     * @param line what to measure
     */
    Measured measure(String line) throws Exception;
  }

  private ContenderProcess() {}

  /** Makes runs until there is nobody to ask for them; then ends the process. */
  public static void serve(Runs runs) throws IOException {
    PrintStream answers = System.out;
    // Whatever a library prints is no answer.
    System.setOut(System.err);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(answer(runs, line));
    }
    // What a client left running must not keep the process.
    System.exit(0);
  }

  private static String answer(Runs runs, String line) {
    System.gc();
    try {
      return MEASURED + runs.measure(line).toLine();
    } catch (Exception | OutOfMemoryError e) {
      return FAILED + e;
    }
  }
}
