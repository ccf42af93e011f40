package io.millrace.bench.redis;

import io.millrace.redis.SourceMode;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** From push to handler, and what the server has to do for clients that wait. */
public final class LatencyBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private LatencyBenchmark() {}

  public static void main(String[] args) throws Exception {
    LatencyOptions options;
    try {
      options = LatencyOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + LatencyOptions.USAGE);
      System.exit(64);
      return;
    }
    try (RedisServer server = RedisServer.builder().build()) {
      server.start();
      measureAll(options, new Site(server.host(), server.port()));
    }
  }

  private static void measureAll(LatencyOptions options, Site site) throws Exception {
    PushToHandler latency = new PushToHandler(site, options.rate(), WARM_UP);
    System.out.printf(
        "| %,d jobs/s | connections | p50 us | p99 us | p99.9 us | client CPU us | server CPU us | idle: commands/s | clients that block |%n"
            + "|---|---|---|---|---|---|---|---|---|%n",
        options.rate());
    for (int connections : options.connections()) {
      for (var each : consumptions(site, connections).entrySet()) {
        var result = latency.measure(each.getValue(), options.time(), options.idle());
        System.out.printf(
            Locale.ROOT,
            "| %s | %d | %d | %d | %d | %.1f | %.1f | %.1f | %d |%n",
            each.getKey(),
            connections,
            result.micros().getValueAtPercentile(50),
            result.micros().getValueAtPercentile(99),
            result.micros().getValueAtPercentile(99.9),
            result.clientMicros(),
            result.serverMicros(),
            result.idleCommands(),
            result.blocked());
      }
    }
  }

  private static Map<String, PushToHandler.Consumption> consumptions(Site site, int connections) {
    Map<String, PushToHandler.Consumption> all = new LinkedHashMap<>();
    all.put("BRPOP", handler -> startLoops(site, connections, handler));
    for (SourceMode mode : SourceMode.values()) {
      all.put(
          Millrace.name(mode),
          handler -> new Millrace(mode).open(site, connections, handler::handle));
    }
    return all;
  }

  private static AutoCloseable startLoops(
      Site site, int connections, PushToHandler.Handler handler) {
    return JedisLoop.start(
        new Run(site, connections, 0, Duration.ZERO), (jedis, index) -> pop(jedis, handler));
  }

  private static int pop(Jedis jedis, PushToHandler.Handler handler) {
    byte @Nullable [] job = ListLoops.popOne(jedis);
    if (job == null) {
      return 0;
    }
    handler.handle(job);
    return 1;
  }
}
