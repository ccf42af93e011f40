package io.millrace.redis.chaos;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Pushes jobs at a steady rate until it is closed, also while Redis is away, and notes those that
 * Redis has. What it does not know of counts neither as pushed nor as not.
 */
final class Load implements AutoCloseable {
  private static final int TICKS_A_SECOND = 100;

  private final EventFile events;
  private final RedisServers servers;
  private final Link link;
  private final String list;
  private final int perTick;
  private final boolean isReplicated;
  private final Set<Long> unanswered = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::push, "load");
  private volatile boolean closing;
  private volatile @Nullable RuntimeException problem;
  private long next;

  /**
   * @param isReplicated whether a job counts as pushed only once a replica has it too
   */
  Load(RedisServers servers, String list, int perSecond, boolean isReplicated, EventFile events) {
    this.events = events;
    this.servers = servers;
    this.list = list;
    this.isReplicated = isReplicated;
    perTick = Math.max(1, perSecond / TICKS_A_SECOND);
    link = new Link(servers, QueueKeys.of(list));
    thread.start();
  }

  private void push() {
    try {
      long tick = System.nanoTime();
      while (!closing) {
        pushSome();
        tick += 1_000_000_000L / TICKS_A_SECOND;
        LockSupport.parkNanos(tick - System.nanoTime());
      }
    } catch (RuntimeException e) {
      problem = e;
    }
  }

  private void pushSome() {
    long first = next;
    next += perTick;
    Call push = Call.of(Command.LPUSH).key(list);
    for (long id = first; id < next; id++) {
      push.add(Job.payload(id));
    }
    boolean isSafe;
    try {
      if (isReplicated) {
        List<?> answers = link.runAll(List.of(push, Call.of(Command.WAIT).add(1).add(500)));
        if (answers.get(0) instanceof JedisDataException) {
          return;
        }
        isSafe = answers.get(1) instanceof Long replicas && replicas > 0;
      } else {
        link.run(push);
        isSafe = true;
      }
    } catch (JedisDataException refused) {
      return;
    } catch (JedisException unknown) {
      isSafe = false;
    }
    for (long id = first; id < next; id++) {
      if (isSafe) {
        events.accept(new LogEvent.Published(0, id));
      } else {
        unanswered.add(id);
      }
    }
  }

  /** Jobs that Redis may have or not. */
  Set<Long> unanswered() {
    return unanswered;
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join();
    link.close();
    servers.close();
    if (problem != null) {
      throw new IllegalStateException("the load itself has failed", problem);
    }
  }
}
