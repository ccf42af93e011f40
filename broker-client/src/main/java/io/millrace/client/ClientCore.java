package io.millrace.client;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the publishers and bindings of a client share: its settings, threads and idle connections.
 *
 * <p><b>Threads:</b> any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Whether all has ended is asked of the loops.
final class ClientCore {
  private static final Logger LOG = LoggerFactory.getLogger(ClientCore.class);

  private final ClientSettings settings;
  private final EventLoopGroup loops;
  private final LinkPool pool;

  /** What is open, and how it is closed. */
  private final Map<Object, Closing> open = new ConcurrentHashMap<>();

  private volatile boolean closed;

  ClientCore(ClientSettings settings) {
    this.settings = settings;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            settings.threads(), ClientThread.named("millrace-client"), NioIoHandler.newFactory());
    this.pool = new LinkPool(new Connector(settings, loops, new SystemLookup()), settings.idle());
  }

  ClientSettings settings() {
    return settings;
  }

  LinkPool pool() {
    return pool;
  }

  /** Runs a task later; never, if the client is closed before. */
  void schedule(Runnable task, long delayNanos) {
    try {
      loops.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the client is closed", closed);
    }
  }

  /**
   * @throws IllegalStateException if the client is closed
   */
  void remember(Object opened, Closing how) {
    open.put(opened, how);
    if (closed) {
      open.remove(opened);
      throw new IllegalStateException("the client is closed");
    }
  }

  void forget(Object ended) {
    open.remove(ended);
  }

  /** Closes all that is open together, then the connections, then the threads. */
  void close() {
    closed = true;
    long end = System.nanoTime() + settings.timeout().toNanos();
    List<Closing> all = List.copyOf(open.values());
    all.forEach(each -> each.begin().run());
    all.forEach(each -> each.end().accept(Math.max(0, end - System.nanoTime())));
    pool.close();
    loops.shutdownGracefully(0, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    if (ClientThread.isCurrent()) {
      return;
    }
    try {
      if (!loops.awaitTermination(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the client's threads did not end within {}", settings.timeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
