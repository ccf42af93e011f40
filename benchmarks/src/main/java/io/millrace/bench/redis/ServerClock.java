package io.millrace.bench.redis;

import redis.clients.jedis.Jedis;

/** CPU time of a server, as it says itself, by a connection of its own. One thread. */
final class ServerClock implements AutoCloseable {
  private final Jedis jedis;

  ServerClock(Site site) {
    jedis = site.connect();
  }

  long micros() {
    double seconds = 0;
    for (String line : jedis.info("cpu").split("\r\n")) {
      if (line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:")) {
        seconds += Double.parseDouble(line.substring(line.indexOf(':') + 1));
      }
    }
    return (long) (seconds * 1e6);
  }

  @Override
  public void close() {
    jedis.close();
  }
}
