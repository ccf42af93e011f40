package io.millrace.redis.idle;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Wakes producers that wait for elements of one list: a thread that, while there are any, blocks on
 * the server.
 *
 * <p>It is woken by an element, which it moves from the list to the queue's {@code head}, where
 * every claim looks first: it stays in Redis, belongs to nobody, and is lost by nobody's end. After
 * a second without one it wakes a producer all the same, to look for what somebody else left there.
 *
 * <p><b>Threads:</b> any.
 */
public final class Doorbell implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Doorbell.class);

  /** How long one wait on the server lasts. */
  public static final Duration WAIT = Duration.ofSeconds(1);

  /**
   * How soon after a ring it listens again. The first element of a quiet time wakes somebody at
   * once; where they come all the time, one ring is for all that came since the last. A wake-up for
   * each costs the server and us many times as much as the element itself.
   */
  private static final long SPACING_NANOS = Duration.ofMillis(1).toNanos();

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

  private final QueueKeys keys;
  private final PopEnd popEnd;
  private final Link link;
  private final Consumer<Optional<JedisException>> reports;
  private final Thread thread;

  /** Guards the waiting ones and whether it is closed; never held while calling out. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Deque<Ring> waiting = new ArrayDeque<>();
  private boolean closed;

  /** When it last rang. The thread's own. */
  private long rungNanos = System.nanoTime() - SPACING_NANOS;

  /**
   * @param link its own, with patience beyond {@link #WAIT}
   * @param reports hears of each failure, and with nothing of each success; on the thread
   */
  public Doorbell(
      QueueKeys keys, PopEnd popEnd, Link link, Consumer<Optional<JedisException>> reports) {
    this.keys = keys;
    this.popEnd = popEnd;
    this.link = link;
    this.reports = reports;
    thread = new Thread(this::run, "millrace-" + keys + "-doorbell");
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on {@code ring} is rung when there may be something, once. */
  void add(Ring ring) {
    lock.lock();
    try {
      waiting.add(ring);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** It waits no more. */
  void remove(Ring ring) {
    lock.lock();
    try {
      waiting.remove(ring);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (forgetAndAwaitSomebody()) {
        try {
          listen();
          pause = FIRST_PAUSE;
          reports.accept(Optional.empty());
        } catch (JedisException e) {
          if (isClosed()) {
            return;
          }
          // Those who wait ask for themselves until it is over.
          log.debug("{}: waiting on the server failed", keys, e);
          reports.accept(Optional.of(e));
          wakeAll();
          pause(pause);
          pause =
              pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      log.debug("{}: interrupted", keys);
    }
  }

  /**
   * A failure of the past says nothing while nobody waits: those who fetch tell how that fares, and
   * with enough to do they never wait again.
   */
  private boolean forgetAndAwaitSomebody() throws InterruptedException {
    if (nobodyWaits()) {
      reports.accept(Optional.empty());
    }
    return awaitSomebody();
  }

  private boolean nobodyWaits() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void listen() {
    Object element =
        link.run(
            Call.of(Command.BLMOVE)
                .key(keys.list())
                .key(keys.head())
                .add(popEnd.name())
                .add(popEnd.opposite().name())
                .add(WAIT.toSeconds()));
    if (element != null) {
      rungNanos = System.nanoTime();
    }
    if (!wakeOne() && element != null) {
      // Nobody here has room: it is for whoever waits elsewhere.
      link.run(Call.of(Script.REJOIN).key(keys.list()).key(keys.head()).add(popEnd.name()));
    }
  }

  private boolean awaitSomebody() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = spacingLeft();
          (waiting.isEmpty() || left > 0) && !closed;
          left = spacingLeft()) {
        if (waiting.isEmpty()) {
          changed.await();
        } else {
          var unused = changed.awaitNanos(left);
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private long spacingLeft() {
    return rungNanos + SPACING_NANOS - System.nanoTime();
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean wakeOne() {
    Ring first;
    lock.lock();
    try {
      first = waiting.poll();
    } finally {
      lock.unlock();
    }
    if (first == null) {
      return false;
    }
    first.ring();
    return true;
  }

  private void wakeAll() {
    while (wakeOne()) {
      // until nobody waits
    }
  }

  private void pause(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = time.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Breaks the wait off. An element that came at this very moment is found by the next claim. */
  @Override
  public void close() throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    link.cut();
    thread.join(TimeUnit.SECONDS.toMillis(2));
  }
}
