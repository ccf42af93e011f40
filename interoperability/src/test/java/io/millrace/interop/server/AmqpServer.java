package io.millrace.interop.server;

import java.util.List;

/**
 * A broker that speaks AMQP 0-9-1 to the user {@code guest}, password {@code guest}, in the virtual
 * host {@code /}, and perhaps in others.
 *
 * <p><b>Threads:</b> one at a time; where it is, from any.
 */
public interface AmqpServer extends AutoCloseable {
  /** Whose it is, as a figure says it: {@code Millrace}. */
  String product();

  String host();

  /** Fixed, also over a {@link #restart}. */
  int port();

  /** Where guest may do everything; {@code /} is the first. */
  List<String> virtualHosts();

  /**
   * {@code amqp://guest:guest@127.0.0.1:5672}, without a path, which is the virtual host {@code /}.
   */
  default String uri() {
    return "amqp://guest:guest@" + host() + ":" + port();
  }

  /**
   * Ends it in good order and starts it again; it takes clients when this returns.
   *
   * @throws UnsupportedOperationException if it is somebody else's
   */
  void restart();

  /**
   * Ends it as {@code kill -9} does, and starts it again; it takes clients when this returns.
   *
   * @throws UnsupportedOperationException if it is somebody else's
   */
  void crash();

  @Override
  void close();
}
