package io.millrace.bench.amqp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs from Maven Central, each with the class path that it was published with: {@code
 * benchmarks/amqp-peers} has fetched them, and says where in the system property {@code
 * bench.peers}.
 */
public final class Artifacts {
  private static final String PROPERTY = "bench.peers";

  private Artifacts() {}

  /** A file that comes with them. */
  static Path file(String name) throws IOException {
    String directory = System.getProperty(PROPERTY);
    if (directory == null) {
      throw new IOException("nobody says where programs are: -D" + PROPERTY);
    }
    return Path.of(directory, name);
  }

  /**
   * The command that starts one, in the Java that runs this.
   *
   * @param name of its class path's file, without {@code .classpath}
   */
  public static List<String> command(String name, String mainClass, String... jvmOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-cp", Files.readString(file(name + ".classpath")).strip(), mainClass));
    return command;
  }
}
