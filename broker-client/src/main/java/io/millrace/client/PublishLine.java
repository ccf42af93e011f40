package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a publisher, made when there is something to send, and what waits for one.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
final class PublishLine {
  private static final Logger LOG = LoggerFactory.getLogger(PublishLine.class);

  private final ClientCore core;
  private final Window window;
  private final Setbacks setbacks;
  private final ReentrantLock lock = new ReentrantLock();

  /** Null while there is none; written under the lock. */
  private volatile @Nullable Link link;

  /** Waits for a connection; guarded by the lock, as all below. */
  private final List<Request> waiting = new ArrayList<>();

  private boolean isConnecting;
  private boolean closed;
  private long nextTryNanos = System.nanoTime();

  /**
   * @param window is left by each request that is answered or fails
   */
  PublishLine(ClientCore core, Window window) {
    this.core = core;
    this.window = window;
    this.setbacks = new Setbacks(core.settings().pause());
  }

  /** Why there was no connection last, until the broker answers on the next one. */
  Optional<Throwable> trouble() {
    return setbacks.last();
  }

  /** Sends it as soon as there is a connection, after all that was to be sent before. */
  void send(PublishRequest request) {
    Link now = link;
    if (now == null || !now.send(request)) {
      sendLater(request);
    }
  }

  private void sendLater(PublishRequest request) {
    lock.lock();
    try {
      if (!closed) {
        Link now = link;
        if (now == null || !now.send(request)) {
          waiting.add(request);
          connect();
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    fail(List.of(request), new IOException("the publisher was closed"));
  }

  /** Under the lock. A connection that is there and ends is told to {@link #keep} soon. */
  private void connect() {
    if (isConnecting || link != null) {
      return;
    }
    isConnecting = true;
    long pauseNanos = setbacks.last().isEmpty() ? 0 : nextTryNanos - System.nanoTime();
    core.schedule(this::tryToConnect, Math.max(0, pauseNanos));
  }

  private void tryToConnect() {
    core.pool().take(this::connected, this::notConnected);
  }

  /** On the connection's thread. */
  private void connected(Link made) {
    lock.lock();
    try {
      isConnecting = false;
      if (!closed) {
        if (made.use(new User())) {
          waiting.forEach(made::send);
          waiting.clear();
          link = made;
        } else {
          pause(new ConnectionLostException("the connection to " + made.address() + " was closed"));
          connect();
        }
        return;
      }
    } finally {
      lock.unlock();
    }
    core.pool().giveBack(made);
  }

  private void notConnected(Throwable why) {
    List<Request> failed = List.of();
    lock.lock();
    try {
      isConnecting = false;
      pause(why);
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
    fail(failed, why);
  }

  /** Under the lock: the next try waits longer than the one before. */
  private void pause(Throwable why) {
    nextTryNanos = System.nanoTime() + setbacks.failed(why);
  }

  /** Whether what is not answered is sent again. */
  private boolean keep(Link lost, List<Request> unanswered, ConnectionLostException why) {
    lock.lock();
    try {
      if (link == lost) {
        link = null;
        pause(why);
      }
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

  /** The publisher as one connection knows it. On that one's thread. */
  private final class User implements LinkUser {
    private boolean hasAnswered;

    /** What the read under way has answered. */
    private int messages;

    private long bytes;

    @Override
    public void answered(Request request) {
      if (!hasAnswered) {
        hasAnswered = true;
        setbacks.over();
      }
      messages++;
      bytes += bodyBytes(request);
    }

    @Override
    public void read() {
      if (messages > 0) {
        window.leave(messages, bytes);
        messages = 0;
        bytes = 0;
      }
    }

    @Override
    public void lost(Link lost, ConnectionLostException why, List<Request> unanswered) {
      List<Request> left = unanswered;
      if (why.getCause() instanceof RefusedException refusal
          && refusal.isOfFrame()
          && !unanswered.isEmpty()) {
        // The broker has answered what came before, and has not looked at what came after.
        Request refused = unanswered.get(0);
        refused.refused(refusal);
        answered(refused);
        left = unanswered.subList(1, unanswered.size());
      }
      read();
      if (!keep(lost, left, why)) {
        fail(left, why);
      }
    }
  }

  private void fail(List<Request> requests, Throwable why) {
    for (Request each : requests) {
      if (each instanceof PublishRequest request) {
        request.completeExceptionally(why);
      }
      window.leave(1, bodyBytes(each));
    }
  }

  private static int bodyBytes(Request request) {
    return request.frame() instanceof Frame.Publish publish ? publish.body().length : 0;
  }

  /**
   * Takes and sends nothing more; what waits fails.
   *
   * @param isDone whether nothing is under way, and somebody else may have the connection
   */
  void close(boolean isDone) {
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
    fail(failed, new IOException("the publisher was closed"));
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
