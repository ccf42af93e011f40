package io.millrace.redis.delay;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.claim.WorkerName;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Moves delayed jobs of one queue to its tail when they are due, with a thread and a connection of
 * its own.
 *
 * <p>Everybody who consumes the queue has one. One of all is elected, and moves; the others ask
 * when its term is over. Each move is one step on the server, so that any number of them is right.
 *
 * <p>While the next job is far away it waits on the server, where a job that is due before rings;
 * for the last moment it asks again every few milliseconds, as Redis ends a wait up to a tenth of a
 * second late.
 *
 * <p><b>Threads:</b> any.
 */
public final class Mover implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Mover.class);

  private static final int AT_ONCE = 200;

  /** The longest wait on the server. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  /** How long after its last sign of life the elected one is taken for dead. */
  private static final Duration TERM = Duration.ofSeconds(2);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** How late Redis may end a wait, and some more. */
  private static final long LATE_MILLIS = 120;

  /** A wait shorter than this is none of the server's. */
  private static final long SHORT_MILLIS = 30;

  private static final long AGAIN_MILLIS = 10;

  private final String name = WorkerName.next();
  private final QueueKeys keys;
  private final PopEnd popEnd;
  private final RedisServers servers;
  private final Link link;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Whether it was when it last asked. The thread's. */
  private boolean isElected;

  /** Begins at once. */
  public Mover(RedisServers servers, QueueKeys keys, PopEnd popEnd) {
    this.servers = servers;
    this.keys = keys;
    this.popEnd = popEnd;
    link = new Link(servers, keys, servers.settings().timeout().plus(WAIT));
    thread = new Thread(this::run, "millrace-" + keys + "-mover");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boolean fails = false;
      boolean woken = false;
      while (closed.getCount() > 0) {
        try {
          woken = await(move(woken));
          fails = false;
        } catch (JedisException e) {
          if (!fails && closed.getCount() > 0) {
            log.warn("{}: delayed jobs are not moved for now: {}", keys, e.toString());
          }
          fails = true;
          woken = false;
          pause(AFTER_FAILURE.toMillis());
        }
      }
      resign();
    } catch (InterruptedException e) {
      log.debug("interrupted");
    }
  }

  /**
   * Moves all that is due, if this is the elected one.
   *
   * @return in how many milliseconds there is something to do
   */
  private long move(boolean woken) {
    while (true) {
      Call call =
          Call.of(Script.DUE)
              .key(keys.list())
              .key(keys.delayed())
              .key(keys.delayedJobs())
              .key(keys.mover())
              .key(keys.delayedBell())
              .add(popEnd.name())
              .add(AT_ONCE)
              .add(name)
              .add(TERM.toMillis())
              .add(woken ? "1" : "0");
      List<?> answer = (List<?>) requireNonNull(link.run(call));
      isElected = (Long) answer.get(2) == 1;
      if ((Long) answer.get(0) < AT_ONCE) {
        long next = (Long) answer.get(1);
        return next < 0 ? WAIT.toMillis() : next;
      }
    }
  }

  /**
   * Waits until it is time, or almost.
   *
   * @return whether the bell rang
   */
  private boolean await(long millis) throws InterruptedException {
    long onServer = Math.min(millis, WAIT.toMillis()) - LATE_MILLIS;
    if (onServer < SHORT_MILLIS) {
      pause(Math.max(1, Math.min(millis, AGAIN_MILLIS)));
      return false;
    }
    String seconds = String.format(Locale.ROOT, "%.3f", onServer / 1_000.0);
    return link.run(Call.of(Command.BLPOP).key(keys.delayedBell()).add(seconds)) != null;
  }

  private void pause(long millis) throws InterruptedException {
    if (closed.await(millis, TimeUnit.MILLISECONDS)) {
      log.debug("{} stops", this);
    }
  }

  /** Tells the others that one of them has to go on. They find out by themselves as well. */
  private void resign() {
    if (!isElected) {
      return;
    }
    try (Link last = new Link(servers, keys)) {
      last.run(
          Call.of(Script.RESIGN)
              .key(keys.delayed())
              .key(keys.mover())
              .key(keys.delayedBell())
              .add(name));
    } catch (JedisException e) {
      log.debug("{} went without a word", this, e);
    }
  }

  /** Ends the thread; waits for it, for 2 seconds at most. */
  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    link.cut();
    thread.join(TimeUnit.SECONDS.toMillis(2));
  }

  @Override
  public String toString() {
    return "the mover of " + keys;
  }
}
