package io.millrace.bench.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link ContenderProcess}, seen from the program that compares them. */
final class Client implements AutoCloseable {
  private final Process process;
  private final PrintWriter runs;
  private final BufferedReader answers;

  private Client(Process process) {
    this.process = process;
    runs = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static Client start(Contender contender, int heapMebibytes) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms" + heapMebibytes + "m",
            "-Xmx" + heapMebibytes + "m",
            "-cp",
            System.getProperty("java.class.path"),
            ContenderProcess.class.getName(),
            contender.name());
    return new Client(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /**
   * @throws IOException when it was not to be measured: what the process says, or that it ended
   */
  Measured measure(Run run) throws IOException {
    runs.println(run.toLine());
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the process has ended");
    }
    if (answer.startsWith(ContenderProcess.FAILED)) {
      throw new IOException(answer.substring(ContenderProcess.FAILED.length()));
    }
    return Measured.fromLine(answer);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
