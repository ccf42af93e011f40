package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to run, and how it is configured. Of two lines for one option the later counts.
 *
 * @param isSentinel whether it watches other servers, and holds nothing
 */
record ServerProgram(RedisExecutable executable, boolean isSentinel, int port, List<String> more) {

  ServerProgram {
    more = List.copyOf(more);
  }

  /**
   * The command that runs it. Writes its configuration the first time only: servers note there what
   * they must know after a restart, such as who their master is.
   */
  List<String> command(ServerDirectory directory) {
    Path file = directory.resolve("redis.conf");
    if (!Files.exists(file)) {
      try {
        Files.write(file, configuration(directory));
      } catch (IOException e) {
        throw new UncheckedIOException("the Redis server has no configuration", e);
      }
    }
    List<String> command = new ArrayList<>(List.of(executable.path().toString(), file.toString()));
    if (isSentinel) {
      command.add("--sentinel");
    }
    return command;
  }

  private List<String> configuration(ServerDirectory directory) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "bind " + LoopbackPorts.HOST, "port " + port, "dir \"" + directory.path() + "\""));
    if (!isSentinel) {
      // Nothing on disk of its own accord, and nothing that waits.
      lines.addAll(List.of("save \"\"", "rdbcompression no", "repl-diskless-sync-delay 0"));
      if (executable.major() >= 7) {
        // Older ones always have it.
        lines.add("enable-debug-command yes");
      }
    }
    lines.addAll(more);
    return lines;
  }
}
