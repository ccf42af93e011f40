package io.millrace.testkit.redis;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a master knows of its replicas. */
final class Replication {
  private static final Pattern WRITTEN = Pattern.compile("master_repl_offset:(\\d+)");

  private Replication() {}

  /**
   * Blocks until a replica has said that it has all that is written now, and something must have
   * been: a master sends nothing until it has heard from a new replica, and that link looks just as
   * well.
   *
   * @param seen as {@link Patience} has it
   */
  static void await(
      Duration atMost, RedisServer replica, RedisServer master, Supplier<String> seen) {
    Pattern received = Pattern.compile("port=" + replica.port() + ",.*,offset=(\\d+)");
    long written = offset(WRITTEN, master);
    Patience.await(
        atMost,
        replica + " has all of " + master,
        seen,
        () -> written > 0 && offset(received, master) >= written);
  }

  private static long offset(Pattern pattern, RedisServer master) {
    Matcher offset = pattern.matcher(master.command("INFO", "replication"));
    return offset.find() ? Long.parseLong(offset.group(1)) : -1;
  }
}
