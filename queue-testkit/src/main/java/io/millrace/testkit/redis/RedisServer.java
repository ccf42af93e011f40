package io.millrace.testkit.redis;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * A real Redis server that a test, or a demonstration, may treat badly.
 *
 * <p>It starts empty, at a port of the loopback address that it keeps. What it holds stays through
 * {@link #stop}, and through {@link #kill} when it was built {@linkplain RedisServerBuilder#durable
 * durable}; all is gone after {@link #close}. It never outlives this JVM.
 *
 * <p><b>Threads:</b> one at a time; the addresses and {@link #command} from any.
 *
 * <p><b>Failure:</b> what cannot be done is an {@link IllegalStateException}, with the last lines
 * of the server's log where it does not start. An interrupted thread gets the same, and keeps its
 * interrupt.
 */
public interface RedisServer extends AutoCloseable {

  /** A server in a process of its own; not started. */
  static RedisServerBuilder builder() {
    return new RedisServerBuilder();
  }

  /**
   * Blocks until the server answers, a few hundredths of a second. Does nothing to one that runs.
   */
  void start();

  String host();

  /** Where it takes connections without TLS; fixed before the start. */
  int port();

  /**
   * Where it takes connections with TLS, by {@link #certificate}.
   *
   * @throws IllegalStateException when the server was built without
   */
  int tlsPort();

  /**
   * Its certificate as a PEM file, which is also the authority that signed it.
   *
   * @throws IllegalStateException when the server was built without TLS
   */
  Path certificate();

  /**
   * Trusts its certificate, and no other.
   *
   * @throws IllegalStateException when the server was built without TLS
   */
  SSLContext tlsContext();

  /** {@code redis://127.0.0.1:12345}. */
  default String uri() {
    return "redis://" + host() + ":" + port();
  }

  /**
   * Gives one order, such as {@code LLEN jobs} in two words, on a connection of its own.
   *
   * @return texts and numbers as they are, the elements of an array a line each, nothing as ""
   * @throws IllegalStateException with the server's words if the answer is an error
   */
  String command(String... words);

  /** Deletes all that it holds. */
  default void flush() {
    command("FLUSHALL");
  }

  /** Whether its process is there, also while paused. */
  boolean isRunning();

  /** Ends the process at once, as a crash does; blocks until it is gone. */
  void kill();

  /** Has the server write all it holds and end; blocks until it is gone. */
  void stop();

  /**
   * Stops every thread of the server; connections stay open and nothing answers. Should this JVM
   * end, the server ends as well.
   */
  void pause();

  boolean isPaused();

  /** Ends a {@link #pause}. Does nothing to a server that is not paused. */
  void resume();

  /** {@link #kill}, then {@link #start} at the same port with what the crash has left. */
  void restart();

  /**
   * {@link #kill}, then a start that does not come to its end: the server answers {@code LOADING}
   * to all but a few orders, until {@link #finishLoading}, or for a minute. Blocks until it does.
   * Keeps what it holds, durable or not.
   */
  void restartLoading();

  /** Ends what {@link #restartLoading} began; blocks until the server serves. */
  void finishLoading();

  /** Ends the server and deletes its data. */
  @Override
  void close();
}
