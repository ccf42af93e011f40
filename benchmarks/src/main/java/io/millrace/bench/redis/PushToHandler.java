package io.millrace.bench.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.bench.contest.Gauges;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * The time from when a job was due to be pushed until its handler was called, at a steady rate,
 * each in a command of its own. A sender that was held up pushes late jobs with the time they were
 * due, so that waiting behind a stall is counted for each of them.
 *
 * @param perSecond how many jobs
 * @param warmUp how long it goes on before it counts
 */
record PushToHandler(Site site, int perSecond, Duration warmUp) {
  /** Takes jobs, until closed. */
  @FunctionalInterface
  interface Consumption {
    AutoCloseable start(Handler handler);
  }

  /** What is to be called with each job. Any thread. */
  @FunctionalInterface
  interface Handler {
    void handle(byte[] job);
  }

  /**
   * What a run came to.
   *
   * @param micros from due to handled
   * @param clientMicros CPU time of this process, the sender's included, for each job
   * @param serverMicros CPU time of the server for each job
   * @param idleCommands what the server runs in a second while there are no jobs
   * @param blocked clients that wait on the server meanwhile
   */
  record Result(
      Histogram micros,
      double clientMicros,
      double serverMicros,
      double idleCommands,
      int blocked) {}

  /**
   * @param idle how long to look at the server when there are no more jobs
   */
  Result measure(Consumption consumption, Duration time, Duration idle) throws Exception {
    Histogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(60), 3);
    long measureFrom = System.nanoTime() + warmUp.toNanos();
    Handler handler =
        job -> {
          long due = Long.parseLong(new String(job, UTF_8));
          if (due >= measureFrom) {
            micros.recordValue(Math.max(0, System.nanoTime() - due) / 1_000);
          }
        };
    try (AutoCloseable running = consumption.start(handler);
        ServerClock server = new ServerClock(site);
        Jedis jedis = site.connect()) {
      push(jedis, System.nanoTime(), measureFrom);
      long serverMicros = server.micros();
      long clientMicros = Gauges.processMicros();
      push(jedis, measureFrom, measureFrom + time.toNanos());
      serverMicros = server.micros() - serverMicros;
      clientMicros = Gauges.processMicros() - clientMicros;
      TimeUnit.MILLISECONDS.sleep(500);
      long before = commands(jedis);
      TimeUnit.NANOSECONDS.sleep(idle.toNanos());
      // Less this question itself.
      double commands = commands(jedis) - before - 1;
      int blocked = (int) figure(jedis, "clients", "blocked_clients");
      double jobs = perSecond * (time.toNanos() / 1e9);
      return new Result(
          micros,
          clientMicros / jobs,
          serverMicros / jobs,
          commands * 1e9 / idle.toNanos(),
          blocked);
    }
  }

  private void push(Jedis jedis, long start, long end) {
    long spacing = TimeUnit.SECONDS.toNanos(1) / perSecond;
    byte[] key = Site.QUEUE.getBytes(UTF_8);
    try (Pipeline pipeline = jedis.pipelined()) {
      long due = start;
      while (due < end) {
        LockSupport.parkNanos(due - System.nanoTime());
        // One, or what has fallen due during the last round trip.
        for (long now = System.nanoTime(); due <= now; due += spacing) {
          pipeline.lpush(key, Long.toString(due).getBytes(UTF_8));
        }
        pipeline.sync();
      }
    }
  }

  private static long commands(Jedis jedis) {
    return figure(jedis, "stats", "total_commands_processed");
  }

  private static long figure(Jedis jedis, String section, String name) {
    return jedis
        .info(section)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
