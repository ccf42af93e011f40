package io.millrace.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.Refusal;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Looks, before anything is consumed, whether a server that is full would throw jobs away. */
final class EvictionCheck {
  private static final Logger log = LoggerFactory.getLogger(EvictionCheck.class);

  private EvictionCheck() {}

  /**
   * @param allowed whether to warn only
   * @throws EvictionException if it would, and that is not allowed
   */
  static void check(Link link, String server, boolean allowed) {
    Map<String, String> info;
    try {
      info = memoryInfo(link);
    } catch (JedisDataException e) {
      if (Refusal.of(e).filter(Refusal.NOPERM::equals).isEmpty()) {
        throw e;
      }
      log.warn(
          "{} does not tell its maxmemory-policy, which should be noeviction: {}",
          server,
          e.getMessage());
      return;
    }
    String policy = info.getOrDefault("maxmemory_policy", "noeviction");
    boolean isLimited = !info.getOrDefault("maxmemory", "0").equals("0");
    if (policy.startsWith("allkeys") && isLimited && !allowed) {
      throw new EvictionException(server, policy);
    }
    if (!policy.equals("noeviction")) {
      log.warn(
          "{} has maxmemory-policy {}: {}",
          server,
          policy,
          policy.startsWith("allkeys")
              ? "when its memory is full it throws jobs away; set noeviction"
              : "when its memory is full it forgets which ids it has seen; set noeviction");
    }
  }

  private static Map<String, String> memoryInfo(Link link) {
    Map<String, String> values = new HashMap<>();
    if (link.run(Call.of(Command.INFO).add("memory")) instanceof byte[] text) {
      new String(text, UTF_8)
          .lines()
          .map(line -> line.split(":", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> values.put(pair[0], pair[1].strip()));
    }
    return values;
  }
}
