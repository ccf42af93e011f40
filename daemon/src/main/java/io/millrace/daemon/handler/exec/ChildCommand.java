package io.millrace.daemon.handler.exec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a child is started.
 *
 * @param environment added to what this process has
 */
record ChildCommand(
    List<String> command, Map<String, String> environment, Path directory, String pipeline) {
  /**
   * Ctrl-C in a terminal goes to all processes of its foreground session. Children are to finish
   * their lines first, so each gets a session of its own where the system has the command for it.
   */
  private static final Optional<String> SETSID = find("setsid");

  Child start() throws IOException {
    List<String> words = new ArrayList<>(command);
    if (isThere(command.get(0))) {
      SETSID.ifPresent(setsid -> words.add(0, setsid));
    } // else started as it is, for the error that names it
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(directory.toAbsolutePath().toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), pipeline);
  }

  /** Why the program cannot be started, with the remedy; empty when it is there. */
  Optional<String> missing() {
    String program = command.get(0);
    if (isThere(program)) {
      return Optional.empty();
    }
    if (!program.contains("/")) {
      return Optional.of(
          "there is no program '"
              + program
              + "' in the directories of PATH; install it, or write where it is, as ./"
              + program);
    }
    Path file = directory.resolve(program).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      return Optional.of("there is no program " + file);
    }
    return Optional.of(
        file + " cannot be run; if it is a program, make it executable: chmod +x " + file);
  }

  private boolean isThere(String program) {
    if (!program.contains("/")) {
      return find(program).isPresent();
    }
    Path file = directory.resolve(program);
    return Files.isExecutable(file) && !Files.isDirectory(file);
  }

  private static Optional<String> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .map(Path::toString)
        .findFirst();
  }
}
