package io.millrace.daemon.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * The file to read and the keys that the command line sets: {@code FILE --section.key=value}.
 *
 * <p>Which keys there are only the file's reader knows, so a command with these arguments must let
 * unknown ones pass.
 */
final class ConfigArguments {
  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  /** Lets a command take flags that picocli does not know. */
  static void allow(CommandLine command) {
    command.setUnmatchedArgumentsAllowed(true);
  }

  Path file() {
    return file;
  }

  /**
   * The flags that set keys.
   *
   * @throws CommandLine.ParameterException when there is something else among them
   */
  Map<String, String> flags(CommandLine command) {
    return flagsOf(command);
  }

  /** As {@link #flags}, of a command that takes its file in another way. */
  static Map<String, String> flagsOf(CommandLine command) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (String argument : command.getUnmatchedArguments()) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 3) {
        throw new CommandLine.ParameterException(
            command,
            "unknown argument '"
                + argument
                + "'; a key of the configuration is set with --section.key=value");
      }
      flags.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    return flags;
  }
}
