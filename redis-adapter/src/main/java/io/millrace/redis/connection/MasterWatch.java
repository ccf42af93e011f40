package io.millrace.redis.connection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks a Sentinel once a second who the master is, on a thread and a connection of its own: a
 * master that was replaced although it lives goes on to take writes, and tells nobody.
 *
 * <p>While no Sentinel answers, the master is who it was. A watch that nobody has looked at for
 * half a minute ends by itself.
 *
 * <p><b>Threads:</b> any; none of the methods blocks.
 */
final class MasterWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterWatch.class);

  private static final long PAUSE_MILLIS = 1_000;
  private static final int IDLE_PAUSES = 30;

  private final Sentinels sentinels;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The thread's. */
  private @Nullable Connection connection;

  private volatile boolean isLookedAt = true;
  private volatile boolean hasEnded;

  /** Written by the thread, and by whoever was told something newer. */
  private volatile @Nullable HostAndPort master;

  MasterWatch(Sentinels sentinels) {
    this.sentinels = sentinels;
    Thread thread = new Thread(this::run, "millrace-" + sentinels.name() + "-master-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Somebody else has asked, just now. */
  void saw(HostAndPort answer) {
    master = answer;
  }

  /** Whether another than this one is the master, as far as is known. */
  boolean isReplaced(HostAndPort server) {
    isLookedAt = true;
    HostAndPort current = master;
    return current != null && !current.equals(server);
  }

  /** Whether it asks no more. */
  boolean hasEnded() {
    return hasEnded;
  }

  private void run() {
    try {
      int idlePauses = 0;
      while (idlePauses < IDLE_PAUSES && !closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        idlePauses = isLookedAt ? 0 : idlePauses + 1;
        isLookedAt = false;
        look();
      }
    } catch (InterruptedException e) {
      log.debug("interrupted");
    } finally {
      hasEnded = true;
      disconnect();
    }
  }

  private void look() {
    try {
      Connection current = connection;
      if (current == null) {
        current = sentinels.connect();
        connection = current;
      }
      master = sentinels.ask(current);
    } catch (JedisException e) {
      log.debug("{}: a Sentinel does not answer", sentinels, e);
      disconnect();
      askAnother();
    }
  }

  /** The connection of the next time is to the one that answers. */
  private void askAnother() {
    try {
      master = sentinels.master();
    } catch (JedisException e) {
      log.debug("{}: no Sentinel answers", sentinels, e);
    }
  }

  private void disconnect() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (JedisException e) {
        log.debug("it was broken, and now it is gone", e);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
