package io.millrace.interop.program;

import io.millrace.testkit.server.GuardedProcess;
import io.millrace.testkit.server.ServerDirectory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program and how it is called: values that make others of them, such as one with more arguments.
 */
public final class Program {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<String> command;
  private final Map<String, String> environment;

  private Program(List<String> command, Map<String, String> environment) {
    this.command = List.copyOf(command);
    this.environment = environment;
  }

  /**
   * A program of the system.
   *
   * @param debianPackage that brings it
   * @throws IllegalStateException with the package's name if it is not installed
   */
  public static Program ofSystem(String name, String debianPackage) {
    Path path =
        onPath(name)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no %s: install it (on Debian: apt-get install %s)"
                            .formatted(name, debianPackage)));
    return new Program(List.of(path.toString()), Map.of());
  }

  /** The JVM that runs this test, with its class path. */
  public static Program ofThisJvm(String mainClass) {
    return new Program(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            mainClass),
        Map.of());
  }

  /** A program by its path or its name. */
  static Optional<Path> onPath(String name) {
    String directories = name.startsWith("/") ? "" : System.getenv().getOrDefault("PATH", "");
    return Stream.of(directories.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public Program with(Object... arguments) {
    List<String> all = new ArrayList<>(command);
    Stream.of(arguments).map(Object::toString).forEach(all::add);
    return new Program(all, environment);
  }

  public Program withEnvironment(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.put(name, value);
    return new Program(command, all);
  }

  /** Starts it in a process that ends with this JVM. */
  public RunningProgram start() {
    List<String> whole = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> whole.add(name + "=" + value));
    whole.addAll(command);
    ServerDirectory directory = ServerDirectory.create("millrace-interop-", Optional.empty());
    return new RunningProgram(
        String.join(" ", command), GuardedProcess.start(whole, directory), directory);
  }

  /**
   * Runs it to its end.
   *
   * @return what it printed
   * @throws AssertionError with what it printed if it does not end with 0 within 90 seconds
   */
  public String run() {
    try (RunningProgram running = start()) {
      return running.awaitSuccess(PATIENCE);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
