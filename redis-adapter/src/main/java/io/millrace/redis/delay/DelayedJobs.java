package io.millrace.redis.delay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.LinkPool;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The delayed jobs of one queue, as they stand in Redis.
 *
 * <p><b>Threads:</b> any. <b>Blocks:</b> for Redis. <b>Failure:</b> a {@link JedisException}.
 */
public final class DelayedJobs implements AutoCloseable {
  /** So many in one step on the server, which holds up everybody else. */
  private static final int AT_ONCE = 100;

  /** Hears what came of each job, by its place. */
  public interface Answers {
    void delayed(int place, Delayed job);

    void failed(int place, Exception cause);
  }

  /** A job as it stands in Redis. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(String id, long dueMillis, byte[] element) {}

  private final QueueKeys keys;
  private final LinkPool links;

  public DelayedJobs(RedisServers servers, QueueKeys keys) {
    this.keys = keys;
    links = new LinkPool(servers, keys, servers.settings().timeout());
  }

  /** Adds jobs, all in one round trip. */
  public void add(List<JobToDelay> jobs, Answers answers) {
    List<Call> calls = new ArrayList<>();
    for (int first = 0; first < jobs.size(); first += AT_ONCE) {
      Call call =
          Call.of(Script.SCHEDULE)
              .key(keys.delayed())
              .key(keys.delayedJobs())
              .key(keys.delayedBell());
      for (JobToDelay job : jobs.subList(first, Math.min(first + AT_ONCE, jobs.size()))) {
        call.add(job.id()).add(job.due().kind()).add(job.due().millis()).add(job.element());
      }
      calls.add(call);
    }
    List<@Nullable Object> results = use(link -> link.runAll(calls));
    for (int place = 0; place < jobs.size(); place++) {
      Object result = results.get(place / AT_ONCE);
      if (result instanceof JedisDataException refusal) {
        answers.failed(place, refusal);
        continue;
      }
      List<?> pairs = (List<?>) requireNonNull(result);
      int at = 2 * (place % AT_ONCE);
      Instant due = Instant.ofEpochMilli((Long) pairs.get(at));
      boolean isNew = (Long) pairs.get(at + 1) == 1;
      answers.delayed(place, new Delayed(jobs.get(place).id(), due, isNew));
    }
  }

  /** Forgets a job; false if none of this id waits. */
  public boolean cancel(String id) {
    Call call = Call.of(Script.CANCEL).key(keys.delayed()).key(keys.delayedJobs()).add(id);
    return Long.valueOf(1).equals(use(link -> link.run(call)));
  }

  /** How many wait. */
  public long count() {
    Object count = use(link -> link.run(Call.of(Command.ZCARD).key(keys.delayed())));
    return (Long) requireNonNull(count);
  }

  /** The job of this id, if it waits. */
  public Optional<Entry> find(String id) {
    List<Call> calls =
        List.of(
            Call.of(Command.ZSCORE).key(keys.delayed()).add(id),
            Call.of(Command.HGET).key(keys.delayedJobs()).add(id));
    List<@Nullable Object> answers = use(link -> link.runAll(calls));
    for (Object answer : answers) {
      if (answer instanceof JedisDataException refusal) {
        throw refusal;
      }
    }
    return answers.get(0) instanceof byte[] score && answers.get(1) instanceof byte[] element
        ? Optional.of(new Entry(id, (long) Double.parseDouble(text(score)), element))
        : Optional.empty();
  }

  /** The first ones, in the order of their time. */
  public List<Entry> list(int limit) {
    return entries(page(limit));
  }

  /** Those that come after one that was listed before, be it there or not. */
  public List<Entry> listAfter(String id, long dueMillis, int limit) {
    return entries(page(limit).add(id).add(dueMillis));
  }

  private Call page(int limit) {
    return Call.of(Script.DELAYED).key(keys.delayed()).key(keys.delayedJobs()).add(limit);
  }

  private List<Entry> entries(Call call) {
    List<?> answer = (List<?>) requireNonNull(use(link -> link.run(call)));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < answer.size(); i += 3) {
      entries.add(
          new Entry(
              text((byte[]) answer.get(i)), (Long) answer.get(i + 1), (byte[]) answer.get(i + 2)));
    }
    return entries;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private <R extends @Nullable Object> R use(Function<Link, R> work) {
    Link link = links.take();
    try {
      return work.apply(link);
    } finally {
      links.giveBack(link);
    }
  }

  @Override
  public void close() {
    links.close();
  }
}
