package io.millrace.daemon.admin;

import io.millrace.daemon.spi.Options;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the admin endpoints listen and what they allow.
 *
 * @param host the address to listen on; loopback unless the operator says otherwise
 * @param port 0 for a free one
 * @param token when present, every request that changes something must carry it as a bearer token
 * @param threadDump whether {@code GET /admin/threads} answers
 * @param stuckAfter how long a handler call may take before the process counts as dead, for
 *     pipelines without a time limit of their own; without it such calls may take for ever
 */
public record AdminSettings(
    String host,
    int port,
    Optional<String> token,
    boolean threadDump,
    Optional<Duration> stuckAfter) {

  public static final int DEFAULT_PORT = 8080;

  public static final AdminSettings DEFAULT =
      new AdminSettings("127.0.0.1", DEFAULT_PORT, Optional.empty(), false, Optional.empty());

  /**
   * Reads the mapping below {@code admin:}; its keys are {@code host, port, token, thread-dump,
   * stuck-after}.
   */
  public static AdminSettings from(Options options) {
    return new AdminSettings(
        options.text("host", DEFAULT.host),
        options.integer("port", DEFAULT.port, 0, 65_535),
        options.secret("token"),
        options.flag("thread-dump", DEFAULT.threadDump),
        options.optionalDuration("stuck-after"));
  }

  public AdminSettings withPort(int newPort) {
    return new AdminSettings(host, newPort, token, threadDump, stuckAfter);
  }

  public AdminSettings withToken(String newToken) {
    return new AdminSettings(host, port, Optional.of(newToken), threadDump, stuckAfter);
  }

  public AdminSettings withThreadDump(boolean newThreadDump) {
    return new AdminSettings(host, port, token, newThreadDump, stuckAfter);
  }

  public AdminSettings withStuckAfter(Duration newStuckAfter) {
    return new AdminSettings(host, port, token, threadDump, Optional.of(newStuckAfter));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return host + ":" + port + (token.isPresent() ? ", token required" : "");
  }
}
