package io.millrace.redis.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.Refusal;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks for claims of one queue that no lease covers, which nobody would ever reap, and gives them
 * one. No script leaves such claims, but a server may that has cut a torn end off its append-only
 * file, or has been given a part of another's data.
 *
 * <p>After each new connection it goes once through the names of all keys of the server, ten
 * thousand at a time, so that Redis hardly feels it. A user who may not {@code SCAN} goes without.
 */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private static final int KEYS_AT_ONCE = 1_000;
  private static final int CALLS_AT_ONCE = 10;
  private static final String START = "0";

  /** The user has not the right, or somebody's own key is called like claims. */
  private static final Set<Refusal> FOR_GOOD = Set.of(Refusal.NOPERM, Refusal.WRONGTYPE);

  private final QueueKeys keys;
  private final Link link;
  private final long leaseMillis;
  private final String pattern;

  /** The connection that is gone through, counted; none at first. */
  private int generation = -1;

  private String cursor = START;
  private boolean isDone;

  Adoption(QueueKeys keys, Link link, Duration lease) {
    this.keys = keys;
    this.link = link;
    leaseMillis = lease.toMillis();
    pattern = keys.allClaims().replaceAll("[\\\\*?\\[\\]^]", "\\\\$0") + "*";
  }

  /** Goes on for a while, unless it has been through. */
  void run() {
    if (link.generation() != generation) {
      generation = link.generation();
      cursor = START;
      isDone = false;
    }
    try {
      for (int i = 0; i < CALLS_AT_ONCE && !isDone; i++) {
        next();
      }
    } catch (JedisDataException refusal) {
      if (Refusal.of(refusal).filter(FOR_GOOD::contains).isEmpty()) {
        throw refusal;
      }
      isDone = true;
      log.info("{}: claims without a lease are not looked for: {}", keys, refusal.getMessage());
    }
  }

  private void next() {
    Call scan =
        Call.of(Command.SCAN).add(cursor).add("MATCH").add(pattern).add("COUNT").add(KEYS_AT_ONCE);
    List<?> answer = (List<?>) requireNonNull(link.run(scan));
    for (Object key : (List<?>) answer.get(1)) {
      adopt(text(key).substring(keys.allClaims().length()));
    }
    cursor = text(answer.get(0));
    isDone = cursor.equals(START);
  }

  private void adopt(String worker) {
    Object claims =
        link.run(
            Call.of(Script.ADOPT)
                .key(keys.leases())
                .key(keys.claims(worker))
                .add(worker)
                .add(leaseMillis));
    if (claims instanceof Long count && count > 0) {
      log.warn(
          "{}: {} messages of worker {} had no lease; they go back to the queue in {} ms,"
              + " unless it still works on them",
          keys,
          count,
          worker,
          leaseMillis);
    }
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }
}
