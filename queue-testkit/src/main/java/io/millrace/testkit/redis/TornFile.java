package io.millrace.testkit.redis;

import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

/**
 * The append-only file of a server that was killed while it wrote. Redis 7.0 cuts the torn end off
 * but may leave the beginning of a transaction, whose commands it does at its next start although
 * it has done none of them in this one. An operator has the file written anew after such a start,
 * and so does this.
 */
final class TornFile {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CUT = "Truncating the AOF";

  private final ServerDirectory directory;
  private final long logBytes;

  private TornFile(ServerDirectory directory, long logBytes) {
    this.directory = directory;
    this.logBytes = logBytes;
  }

  /** Before a start. */
  static TornFile before(ServerDirectory directory) {
    try {
      return new TornFile(
          directory, Files.exists(directory.log()) ? Files.size(directory.log()) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException("the server's log cannot be read", e);
    }
  }

  /** After it: blocks until the file has been written anew, if an end of it was cut off. */
  void mend(RedisServer server) {
    if (!wasCut()) {
      return;
    }
    server.command("BGREWRITEAOF");
    Patience.await(
        PATIENCE,
        "the append-only file is written anew",
        () -> {
          String state = server.command("INFO", "persistence");
          return state.contains("aof_rewrite_in_progress:0")
              && state.contains("aof_rewrite_scheduled:0")
              && state.contains("aof_last_bgrewrite_status:ok");
        });
  }

  private boolean wasCut() {
    try (InputStream log = Files.newInputStream(directory.log())) {
      log.skipNBytes(logBytes);
      return new String(log.readAllBytes(), StandardCharsets.UTF_8).contains(CUT);
    } catch (IOException e) {
      throw new UncheckedIOException("the server's log cannot be read", e);
    }
  }
}
