package io.millrace.testkit.redis;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What there is to see of servers and their sentinels, for a message about a failure. */
record Sight(List<RedisServer> servers, Sentinels sentinels) {

  /** A line for each; never fails. */
  String describe() {
    return Stream.concat(
            sentinels.all().stream().map(each -> line(each, () -> sentinel(each))),
            servers.stream().map(each -> line(each, () -> server(each))))
        .collect(Collectors.joining());
  }

  private static String line(RedisServer server, Supplier<String> answer) {
    return "\n  " + server + ": " + said(server, answer);
  }

  private static String said(RedisServer server, Supplier<String> answer) {
    if (!server.isRunning()) {
      return "does not run";
    }
    if (server.isPaused()) {
      return "is paused";
    }
    try {
      return answer.get();
    } catch (IllegalStateException e) {
      return e.toString();
    }
  }

  private static String sentinel(RedisServer sentinel) {
    return SentinelView.of(sentinel) + ", " + facts(sentinel, "sentinel", "sentinel_tilt");
  }

  private static String server(RedisServer server) {
    return facts(server, "replication", "role:", "master_", "slave");
  }

  private static String facts(RedisServer server, String section, String... names) {
    return server
        .command("INFO", section)
        .lines()
        .filter(fact -> Stream.of(names).anyMatch(fact::startsWith))
        .collect(Collectors.joining(", "));
  }
}
