package io.millrace.daemon.cli;

import io.millrace.daemon.deadletter.DelayListing;
import io.millrace.daemon.deadletter.LetterListing.Format;
import io.millrace.daemon.deadletter.redis.RedisDeadLetters;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.redis.RedisDelays;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.delay.DelayedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/** The delayed jobs of a {@link DelayPlace}, with failures in an operator's words. */
final class DelayAccess implements AutoCloseable {
  private static final int PAGE = 500;

  private final RedisDelays<byte[]> delays;
  private final String list;

  private DelayAccess(RedisDelays<byte[]> delays, String list) {
    this.delays = delays;
    this.list = list;
  }

  /** Does not wait for Redis. */
  static DelayAccess open(DelayPlace place) {
    RedisSite site = place.redis();
    try {
      return new DelayAccess(
          RedisDelays.builder(RedisPayload.bytes())
              .location(site::describeTo)
              .list(place.list())
              .build(),
          place.list());
    } catch (IllegalArgumentException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
  }

  String list(int most, Format format) throws DeadLetterException {
    return DelayListing.list(in(() -> first(most)), format);
  }

  private List<DelayedJob> first(int most) {
    List<DelayedJob> jobs = new ArrayList<>(delays.list(Math.min(most, PAGE)));
    List<DelayedJob> page = jobs;
    while (!page.isEmpty() && jobs.size() < most) {
      DelayedJob last = jobs.get(jobs.size() - 1);
      page = delays.listAfter(last, Math.min(most - jobs.size(), PAGE));
      jobs.addAll(page);
    }
    return jobs;
  }

  long count() throws DeadLetterException {
    return in(delays::count);
  }

  String show(String id, Format format) throws DeadLetterException {
    DelayedJob job =
        in(() -> delays.find(id))
            .orElseThrow(
                () -> new DeadLetterException(DeadLetterException.Kind.NOT_FOUND, missing(id)));
    return DelayListing.show(job, format);
  }

  boolean cancel(String id) throws DeadLetterException {
    return in(() -> delays.cancel(id));
  }

  /** What to say where a job is not there. */
  String missing(String id) {
    return "no job " + id + " of list " + list + " is delayed";
  }

  private static <V> V in(Supplier<V> use) throws DeadLetterException {
    try {
      return use.get();
    } catch (JedisException e) {
      throw RedisDeadLetters.told(e);
    }
  }

  @Override
  public void close() {
    delays.close();
  }
}
