package io.millrace.redis.lease;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.QueueKeys;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Protocol.Command;

/**
 * How many elements wait in a queue, measured once a second.
 *
 * <p><b>Threads:</b> {@link #messages} any.
 */
public final class Depth implements Upkeep.Task {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final QueueKeys keys;
  private final Link link;
  private volatile long messages;

  public Depth(QueueKeys keys, Link link) {
    this.keys = keys;
    this.link = link;
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public Duration run() {
    long sum = 0;
    List<Call> calls =
        List.of(Call.of(Command.LLEN).key(keys.list()), Call.of(Command.LLEN).key(keys.head()));
    for (Object length : link.runAll(calls)) {
      sum += length instanceof Long count ? count : 0;
    }
    messages = sum;
    return INTERVAL;
  }

  /** As it was at the last measurement. */
  public long messages() {
    return messages;
  }

  @Override
  public String toString() {
    return "the depth of " + keys;
  }
}
