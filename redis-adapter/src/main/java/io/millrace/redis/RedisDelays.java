package io.millrace.redis;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.SourcePartition;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.delay.Delayed;
import io.millrace.redis.delay.DelayedJob;
import io.millrace.redis.delay.DelayedJobs;
import io.millrace.redis.delay.Due;
import io.millrace.redis.delay.JobToDelay;
import io.millrace.redis.delay.Mover;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Messages of one list that are to be in it later.
 *
 * <p>They wait in Redis, as safe as the list. When its time has come a message goes to the list's
 * tail, as if it was pushed then. Whoever consumes the list with a {@link RedisListSource} moves
 * them; where nobody does they wait on, and none is dropped for being late. What a queue that
 * stopped gave back before its back-off was over waits here as well.
 *
 * <p>A job is known by its id, the header {@link RedisHeaders#ID}, or one that is made. While a job
 * of an id waits, another of it is not added: a push that failed may be repeated.
 *
 * <p><b>Threads:</b> any, several at once. <b>Blocks:</b> for Redis. <b>Failure:</b> a {@link
 * JedisException} where nothing else is said.
 *
 * @param <T> the payload
 */
public final class RedisDelays<T> implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ElementWriter<T> elements;
  private final RedisServers servers;
  private final QueueKeys keys;
  private final PopEnd popEnd;
  private final DelayedJobs jobs;

  RedisDelays(RedisPayload<T> payload, RedisServers servers, QueueKeys keys, PopEnd popEnd) {
    elements = new ElementWriter<>(payload);
    this.servers = servers;
    this.keys = keys;
    this.popEnd = popEnd;
    jobs = new DelayedJobs(servers, keys);
  }

  public static <T> RedisDelaysBuilder<T> builder(RedisPayload<T> payload) {
    return new RedisDelaysBuilder<>(payload);
  }

  /** A message, and when it is to be in the list. */
  public record Timed<T>(Message<T> message, Due due) {}

  /**
   * Delays one message.
   *
   * @throws PushException when it is not known to be safe
   */
  public Delayed push(Message<T> message, Due due) throws PushException {
    return push(List.of(new Timed<>(message, due))).get(0);
  }

  /**
   * Delays messages, all in one round trip.
   *
   * @return what came of each
   * @throws PushException names the messages that are not known to be safe, and says why; pushing
   *     those again that have an id of their own does no harm
   */
  public List<Delayed> push(List<Timed<T>> messages) throws PushException {
    PushFailures failures = new PushFailures(messages.size());
    List<JobToDelay> valid = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      try {
        valid.add(jobOf(messages.get(i)));
        places.add(i);
      } catch (Exception e) {
        failures.failed(i, e);
      }
    }
    List<Delayed> delayed = new ArrayList<>();
    try {
      jobs.add(
          valid,
          new DelayedJobs.Answers() {
            @Override
            public void delayed(int place, Delayed job) {
              delayed.add(job);
            }

            @Override
            public void failed(int place, Exception cause) {
              failures.failed(places.get(place), cause);
            }
          });
    } catch (JedisException e) {
      places.forEach(place -> failures.failed(place, e));
    }
    failures.throwIfAny(servers + ", delayed jobs of " + keys);
    return delayed;
  }

  private JobToDelay jobOf(Timed<T> timed) throws Exception {
    String id = timed.message().headers().get(RedisHeaders.ID).orElseGet(RedisDelays::newId);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the id of a job must not be empty");
    }
    return new JobToDelay(id, timed.due(), elements.write(timed.message(), Optional.of(id)));
  }

  private static String newId() {
    byte[] bits = new byte[10];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /**
   * Forgets a job.
   *
   * @return true if it waited: then it never gets to the list. False if there was none, or its time
   *     had come
   */
  public boolean cancel(String id) {
    return jobs.cancel(id);
  }

  /** How many wait. */
  public long count() {
    return jobs.count();
  }

  /** The job of this id, if it waits. */
  public Optional<DelayedJob> find(String id) {
    return jobs.find(id).map(this::jobOf);
  }

  /**
   * The jobs that are due first, in the order of their time.
   *
   * @param limit how many at most, 1 to 1,000
   */
  public List<DelayedJob> list(int limit) {
    return jobs.list(checked(limit)).stream().map(this::jobOf).toList();
  }

  /** The page that follows one which ended with {@code last}. */
  public List<DelayedJob> listAfter(DelayedJob last, int limit) {
    return jobs.listAfter(last.id(), last.due().toEpochMilli(), checked(limit)).stream()
        .map(this::jobOf)
        .toList();
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("a page has 1 to 1,000 jobs, got " + limit);
    }
    return limit;
  }

  private DelayedJob jobOf(DelayedJobs.Entry entry) {
    SourcePartition list = new SourcePartition(keys.list(), 0);
    Message<byte[]> message = RedisElement.toMessage(entry.element(), list, Message.NO_OFFSET);
    return new DelayedJob(entry.id(), Instant.ofEpochMilli(entry.dueMillis()), message);
  }

  /**
   * Moves what is due until it is closed: for lists that are consumed by something else than a
   * {@link RedisListSource}. Several do no harm.
   */
  public Mover startMover() {
    return new Mover(servers, keys, popEnd);
  }

  /** Lets go of the connections. Calling it again does nothing. */
  @Override
  public void close() {
    jobs.close();
    servers.close();
  }
}
