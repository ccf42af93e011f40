package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes messages over one connection of its own, many under way at a time, in the order of the
 * calls. It connects with the first message, and again after a loss with the next one.
 *
 * <p><b>Room:</b> there is a bound for what is under way, in messages and in bytes. At the bound
 * {@code publish} blocks until half of that is answered; on the client's own threads, where futures
 * are completed, it never blocks.
 *
 * <p><b>Futures</b> give the number of the message once the broker has confirmed it. They fail with
 * a {@link RefusedException} when the broker does not take it, and with another {@link IOException}
 * when there is no connection or it is lost: see {@link Resend}. Where the broker ends the
 * connection because of a message, that one fails with the {@link RefusedException}. They are
 * completed on a thread of the client, which must not be held up: use the {@code Async} methods for
 * more than a moment's work.
 *
 * <p><b>Threads:</b> any.
 */
public final class Publisher implements AutoCloseable {
  private final ClientCore core;
  private final Window window;
  private final NameCheck names;
  private final PublishLine line;

  Publisher(ClientCore core) {
    this.core = core;
    this.window = new Window(core.settings().window());
    this.names = new NameCheck(core.settings().limits());
    this.line = new PublishLine(core, window);
  }

  /**
   * Publishes a message. May block, see above.
   *
   * @throws IllegalArgumentException if a name or the body is larger than the broker takes
   * @throws IllegalStateException if the publisher is closed
   */
  public CompletableFuture<Long> publish(Publication publication) throws InterruptedException {
    Frame.Publish frame = publication.frame();
    names.check(frame.queue(), frame.routingKey(), frame.body().length);
    PublishRequest request = new PublishRequest(frame);
    window.enter(frame.body().length, !ClientThread.isCurrent());
    line.send(request);
    return request;
  }

  /** {@link Publication#direct}, with the empty routing key. */
  public CompletableFuture<Long> publishDirect(String queue, byte[] body)
      throws InterruptedException {
    return publish(Publication.direct(queue, body));
  }

  /** {@link Publication#fanout}. */
  public CompletableFuture<Long> publishFanout(String queue, byte[] body)
      throws InterruptedException {
    return publish(Publication.fanout(queue, body));
  }

  /** How many messages are under way. */
  public int underWay() {
    return window.messages();
  }

  /**
   * Why it could not publish last, in words an operator understands; empty while it can. A new
   * connection is believed once the broker has answered on it.
   */
  public Optional<String> notReady() {
    return line.trouble().map(Trouble::inWords);
  }

  /** As {@link #close(Duration)}, with the client's timeout. */
  @Override
  public void close() {
    close(core.settings().timeout());
  }

  /**
   * Takes no more messages, waits for the answers to those under way, fails those that get none in
   * time. On the client's own threads it does not wait: all that is under way fails.
   */
  public void close(Duration deadline) {
    beginClose();
    endClose(deadline.toNanos());
  }

  /** Takes no more messages. */
  void beginClose() {
    window.close();
  }

  /** Waits for answers, and fails what gets none. */
  void endClose(long nanos) {
    boolean isDone = false;
    try {
      isDone = window.awaitEmpty(ClientThread.isCurrent() ? 0 : nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line.close(isDone);
    core.forget(this);
  }
}
