package io.millrace.bench.redis.delay;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.redis.RedisDelays;
import io.millrace.redis.RedisDelays.Timed;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.delay.Due;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import redis.clients.jedis.Jedis;

/**
 * Delays one million jobs, lets them fall due over a minute, and prints what they take in Redis and
 * how late their handler has them. Arguments: number of jobs, seconds over which they fall due.
 * Ends with 1 when a job was lost, came twice or came too early.
 */
public final class DelayBenchmark {
  private static final String LIST = "timers";
  private static final int BATCH = 2_000;

  /** Time to push a million, after which the first is due. */
  private static final Duration FILLING = Duration.ofSeconds(40);

  private final RedisServer redis;
  private final int count;
  private final Duration spread;
  private final Instant begin = Instant.now().plus(FILLING);
  private final Histogram late = new ConcurrentHistogram(3);
  private final AtomicIntegerArray handled;
  private final AtomicLong early = new AtomicLong();
  private final CountDownLatch left;

  private DelayBenchmark(RedisServer redis, int count, Duration spread) {
    this.redis = redis;
    this.count = count;
    this.spread = spread;
    handled = new AtomicIntegerArray(count);
    left = new CountDownLatch(count);
  }

  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    Duration spread = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 60);
    boolean isRight;
    try (RedisServer redis = RedisServer.builder().build()) {
      redis.start();
      isRight = new DelayBenchmark(redis, count, spread).run();
    }
    System.exit(isRight ? 0 : 1);
  }

  private boolean run() throws Exception {
    long emptyBytes = usedBytes();
    RedisListSource<String> source =
        RedisListSource.builder(RedisPayload.text()).address(redis.uri()).lists(LIST).build();
    try (Queue<String> queue =
        Queue.<String>builder("timers")
            .producers(1, source)
            .consumers(ConsumerFactory.shared(this::handle))
            .build()) {
      queue.start();
      push(emptyBytes);
      boolean isAll = left.await(spread.plus(FILLING).toSeconds() + 60, TimeUnit.SECONDS);
      say("%,d of %,d handled, %,d too early", count - left.getCount(), count, early.get());
      say(
          "late, in ms: half %d, 99 %% %d, 99.9 %% %d, at most %d",
          late.getValueAtPercentile(50),
          late.getValueAtPercentile(99),
          late.getValueAtPercentile(99.9),
          late.getMaxValue());
      return isAll && early.get() == 0 && !cameTwice();
    }
  }

  private void push(long emptyBytes) throws Exception {
    long start = System.nanoTime();
    try (RedisDelays<String> delays =
        RedisDelays.builder(RedisPayload.text()).address(redis.uri()).list(LIST).build()) {
      List<Timed<String>> batch = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        batch.add(new Timed<>(Message.of(payload(i)), Due.at(due(i))));
        if (batch.size() == BATCH || i == count - 1) {
          delays.push(batch);
          batch.clear();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      say("pushed %,d jobs of 100 bytes in %.1f s: %,.0f/s", count, seconds, count / seconds);
      if (Instant.now().isAfter(begin)) {
        say("that took too long: the first were due before the last was pushed");
      }
      double bytes = usedBytes() - emptyBytes;
      say("Redis holds %,.0f MB for them, %.0f bytes each", bytes / 1e6, bytes / count);
    }
  }

  private static String payload(int number) {
    String digits = String.format("%08d", number);
    return digits + "x".repeat(92);
  }

  private Instant due(int number) {
    return begin.plusMillis(spread.toMillis() * number / count);
  }

  private Outcome handle(Message<String> message) {
    int number = Integer.parseInt(message.payload().substring(0, 8));
    long millis = System.currentTimeMillis() - due(number).toEpochMilli();
    if (millis < 0) {
      early.incrementAndGet();
    }
    late.recordValue(Math.max(0, millis));
    if (handled.getAndIncrement(number) == 0) {
      left.countDown();
    }
    return Outcome.ack();
  }

  private boolean cameTwice() {
    for (int i = 0; i < count; i++) {
      if (handled.get(i) > 1) {
        say("job %d came %d times", i, handled.get(i));
        return true;
      }
    }
    return false;
  }

  private long usedBytes() {
    try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
      return jedis
          .info("memory")
          .lines()
          .filter(line -> line.startsWith("used_memory:"))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
          .sum();
    }
  }

  @SuppressWarnings("SystemOut") // a program's way to its user
  private static void say(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
