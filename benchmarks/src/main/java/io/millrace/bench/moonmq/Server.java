package io.millrace.bench.moonmq;

import io.millrace.bench.load.ProcessTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link BrokerProgram} that runs, with a directory of its own. */
final class Server implements AutoCloseable {
  static final String PORT = "port ";
  static final String HEAP = "heap ";

  private static final int STOP_SECONDS = 60;

  private final Path directory;
  private final Process process;
  private final InetSocketAddress address;
  private final BufferedReader said;

  Server(Durability durability, int heapMebibytes) throws IOException {
    directory = Files.createTempDirectory("millrace-load");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-cp",
                System.getProperty("java.class.path")));
    String options = System.getenv("BROKER_JAVA_OPTS");
    if (options != null && !options.isBlank()) {
      command.addAll(1, List.of(options.trim().split(" +")));
    }
    command.addAll(
        List.of(
            BrokerProgram.class.getName(),
            durability.toString(),
            directory.resolve("data").toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) answer(PORT));
  }

  /** What stands behind a word; the JVM may have other things to say. */
  private long answer(String word) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(word)) {
        return Long.parseLong(line.substring(word.length()));
      }
    }
    throw new IOException("the broker has ended");
  }

  InetSocketAddress address() {
    return address;
  }

  /** CPU time that it has used; counted in hundredths of a second by Linux. */
  Duration cpu() {
    return new ProcessTree(process.toHandle()).cpu();
  }

  /** How much of its heap is in use, in bytes, without what could be collected. */
  long heap() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return answer(HEAP);
  }

  /** How much of it is in memory, in bytes, as Linux tells. */
  long resident() {
    return new ProcessTree(process.toHandle()).residentBytes();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the broker did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException interrupt) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
