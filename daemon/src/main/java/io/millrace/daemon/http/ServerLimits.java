package io.millrace.daemon.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JDK's HTTP server, which has no limits of its own, as listeners of this process use it.
 *
 * <p>It reads a request on the thread that then answers it, and waits there for what a slow client
 * has not sent. So each connection may have a thread: a few that never finish their requests hold
 * up nobody, and are closed after {@value #REQUEST_SECONDS} seconds. Threads end when they have
 * been idle for a while.
 */
public final class ServerLimits {
  /** How many connections a listener has at most; more are closed at once. */
  public static final int CONNECTIONS = 1024;

  private static final int REQUEST_SECONDS = 10;
  private static final int ANSWER_SECONDS = 120;
  private static final int IDLE_SECONDS = 10;

  private ServerLimits() {}

  /** A server that is bound and not started. What the operator set by himself stays. */
  public static HttpServer bind(InetSocketAddress address) throws IOException {
    // The server reads its limits from system properties, once in a process.
    setDefault("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    setDefault("sun.net.httpserver.maxRspTime", ANSWER_SECONDS);
    setDefault("jdk.httpserver.maxConnections", CONNECTIONS);
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty(
          "sun.net.httpserver.nodelay", "true"); // else a delayed acknowledgement adds 40 ms
    }
    return HttpServer.create(address, 0);
  }

  /** Threads for a server's requests, one for each connection that has one. */
  public static ThreadPoolExecutor threads(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        CONNECTIONS,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, prefix + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  private static void setDefault(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
