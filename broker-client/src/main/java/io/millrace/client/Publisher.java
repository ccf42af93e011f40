package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * when there is no connection or it is lost: see {@link Resend}. They are completed on a thread of
 * the client, which must not be held up: use the {@code Async} methods for more than a moment's
 * work.
 *
 * <p><b>Threads:</b> any.
 */
public final class Publisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final ClientCore core;
  private final Window window;
  private final NameCheck names;
  private final User user = new User();
  private final ReentrantLock lock = new ReentrantLock();

  /** Null while there is none; written under the lock. */
  private volatile @Nullable Link link;

  /** Waits for a connection; guarded by the lock. */
  private final List<Request> waiting = new ArrayList<>();

  private boolean isConnecting;
  private boolean closed;

  /** How often there was no connection to be had since the last one. */
  private int failures;

  private long nextTryNanos = System.nanoTime();
  private volatile @Nullable Throwable trouble;

  /** What the read under way has answered; of the connection's thread. */
  private int answeredMessages;

  private long answeredBytes;

  Publisher(ClientCore core) {
    this.core = core;
    this.window = new Window(core.settings().window());
    this.names = new NameCheck(core.settings().limits());
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
    PublishRequest request = new PublishRequest(frame, this);
    window.enter(frame.body().length, !ClientThread.isCurrent());
    Link now = link;
    if (now == null || !now.send(request)) {
      sendLater(request);
    }
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

  /** Why it cannot publish just now, in words an operator understands; empty while it can. */
  public Optional<String> notReady() {
    return Optional.ofNullable(trouble).map(Trouble::inWords);
  }

  private void sendLater(PublishRequest request) {
    lock.lock();
    try {
      if (closed) {
        request.fail(new IOException("the publisher was closed"));
        return;
      }
      Link now = link;
      if (now != null && now.send(request)) {
        return;
      }
      waiting.add(request);
      connect();
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void connect() {
    if (isConnecting) {
      return;
    }
    isConnecting = true;
    long pauseNanos = nextTryNanos - System.nanoTime();
    if (failures == 0 || pauseNanos <= 0) {
      tryToConnect();
    } else {
      core.schedule(this::tryToConnect, pauseNanos);
    }
  }

  private void tryToConnect() {
    CompletableFuture<Link> unused =
        core.pool()
            .take()
            .whenComplete(
                (made, failure) -> {
                  if (failure == null) {
                    made.run(() -> connected(made));
                  } else {
                    notConnected(Trouble.causeOf(failure));
                  }
                });
  }

  private void connected(Link made) {
    lock.lock();
    try {
      isConnecting = false;
      if (closed) {
        core.pool().giveBack(made);
        return;
      }
      made.use(user);
      failures = 0;
      trouble = null;
      List<Request> first = List.copyOf(waiting);
      waiting.clear();
      for (Request each : first) {
        if (!made.send(each)) {
          waiting.add(each);
        }
      }
      link = made;
      if (!waiting.isEmpty()) {
        // Gone again, before its user was known.
        noLink();
        connect();
      }
    } finally {
      lock.unlock();
    }
  }

  private void notConnected(Throwable why) {
    List<Request> failed = List.of();
    lock.lock();
    try {
      isConnecting = false;
      trouble = why;
      noLink();
      boolean isLasting = why instanceof RefusedException refusal && refusal.isLasting();
      if (core.settings().resend() == Resend.NEVER || isLasting || closed) {
        failed = List.copyOf(waiting);
        waiting.clear();
      } else if (!waiting.isEmpty()) {
        connect();
      }
    } finally {
      lock.unlock();
    }
    LOG.debug("{} messages cannot be published", failed.size(), why);
    failed.forEach(each -> ((PublishRequest) each).fail(why));
  }

  /** Under the lock: the next try waits longer than the one before. */
  private void noLink() {
    link = null;
    failures++;
    nextTryNanos = System.nanoTime() + core.settings().pause().nanosAfter(failures);
  }

  /** The publisher as its connection knows it. */
  private final class User implements LinkUser {
    @Override
    public void read() {
      if (answeredMessages > 0) {
        window.leave(answeredMessages, answeredBytes);
        answeredMessages = 0;
        answeredBytes = 0;
      }
    }

    @Override
    public void lost(Link lost, ConnectionLostException why, List<Request> unanswered) {
      read();
      if (!keep(unanswered, why)) {
        unanswered.forEach(each -> each.lost(why));
      }
    }
  }

  /** Whether what is not answered is sent again. */
  private boolean keep(List<Request> unanswered, ConnectionLostException why) {
    lock.lock();
    try {
      trouble = why;
      noLink();
      boolean isKept = core.settings().resend() == Resend.AT_LEAST_ONCE && !closed;
      if (isKept) {
        waiting.addAll(0, unanswered);
      }
      if (!waiting.isEmpty()) {
        connect();
      }
      return isKept;
    } finally {
      lock.unlock();
    }
  }

  /** The broker has answered; there is room for another one once all that came is looked at. */
  void answered(PublishRequest request) {
    answeredMessages++;
    answeredBytes += request.bodyBytes();
  }

  void failed(PublishRequest request) {
    window.leave(1, request.bodyBytes());
  }

  /** Waits until all that is under way is answered, for as long as the client's timeout. */
  @Override
  public void close() {
    close(core.settings().timeout());
  }

  /** Takes no more messages, waits for the answers to those under way, fails those it gets none. */
  public void close(Duration deadline) {
    window.close();
    boolean isDone = false;
    try {
      isDone = window.awaitEmpty(ClientThread.isCurrent() ? 0 : deadline.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(isDone);
    core.forget(this);
  }

  private void end(boolean isDone) {
    List<Request> failed;
    Link last;
    lock.lock();
    try {
      closed = true;
      last = link;
      link = null;
      failed = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    IOException why = new IOException("the publisher was closed");
    failed.forEach(each -> ((PublishRequest) each).fail(why));
    if (last != null && isDone) {
      last.run(
          () -> {
            last.use(null);
            core.pool().giveBack(last);
          });
    } else if (last != null) {
      last.close();
    }
  }
}
