package io.millrace.bench.contest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link ContenderProcess}, seen from the program that compares them. */
public final class Client implements AutoCloseable {
  /** More options of every client's JVM, to look into one: {@code -Dbench.jvm=-XX:...}. */
  private static final String JVM_OPTIONS = System.getProperty("bench.jvm", "");

  private final Process process;
  private final PrintWriter runs;
  private final BufferedReader answers;

  private Client(Process process) {
    this.process = process;
    runs = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * @param program has a {@code main} that {@linkplain ContenderProcess#serve serves} the contender
   *     it is given the name of
   */
  public static Client start(Class<?> program, String contender, int heapMebibytes)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + heapMebibytes + "m");
    command.add("-Xmx" + heapMebibytes + "m");
    if (!JVM_OPTIONS.isEmpty()) {
      command.addAll(List.of(JVM_OPTIONS.split(" ")));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), program.getName(), contender));
    return new Client(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /**
   * @param run what to measure
   * @throws IOException when it was not to be measured: what the process says, or that it ended
   */
  public Measured measure(String run) throws IOException {
    runs.println(run);
    for (String answer = answers.readLine(); answer != null; answer = answers.readLine()) {
      if (answer.startsWith(ContenderProcess.MEASURED)) {
        return Measured.fromLine(answer.substring(ContenderProcess.MEASURED.length()));
      }
      if (answer.startsWith(ContenderProcess.FAILED)) {
        throw new IOException(answer.substring(ContenderProcess.FAILED.length()));
      }
      // Else the JVM has something to say.
    }
    throw new IOException("the process has ended");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
