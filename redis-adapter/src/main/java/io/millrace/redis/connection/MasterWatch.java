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
 * <p>While no Sentinel answers, the master is who it was.
 *
 * <p><b>Threads:</b> any; none of the methods blocks.
 */
final class MasterWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MasterWatch.class);

  private static final long PAUSE_MILLIS = 1_000;

  private final Sentinels sentinels;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The thread's. */
  private @Nullable Connection connection;

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
    HostAndPort current = master;
    return current != null && !current.equals(server);
  }

  private void run() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      log.debug("interrupted");
    } finally {
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
