package io.millrace.testkit.redis;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands in the configuration of a server. Of two lines for one option the later counts. */
record ServerConfiguration(List<String> lines) {

  ServerConfiguration {
    lines = List.copyOf(lines);
  }

  /** For any server: keeps nothing on disk by itself, and starts and ends without delay. */
  static ServerConfiguration of(
      RedisExecutable executable, ServerDirectory directory, int port, List<String> more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "bind " + LoopbackPorts.HOST,
                "port " + port,
                "dir \"" + directory.path() + "\"",
                "save \"\"",
                "rdbcompression no",
                "repl-diskless-sync-delay 0"));
    if (executable.major() >= 7) {
      // Older ones always have it.
      lines.add("enable-debug-command yes");
    }
    lines.addAll(more);
    return new ServerConfiguration(lines);
  }

  void write(Path file) throws IOException {
    Files.write(file, lines);
  }
}
