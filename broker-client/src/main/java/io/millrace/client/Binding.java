package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue whose messages are pushed here, over a connection of its own.
 *
 * <p>Nothing is ever dropped because the reader is slow: with acks no more come than the credit
 * allows; without, and when large ones wait, the connection is not read from while there are enough
 * here. The broker then does not hear of acks either, and waits for a reader that takes nothing for
 * a time of its own before it ends the connection.
 *
 * <p>When the connection is lost, or the queue deleted, the queue is bound again after growing
 * pauses, for as long as it takes; {@link #notReady} tells. Messages with acks that were here come
 * again, from the broker; those that are not taken yet are forgotten here.
 *
 * <p><b>Threads:</b> any, several may take messages at the same time.
 */
public final class Binding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Binding.class);

  private static final int QUEUE_DELETED = 410;

  private final ClientCore core;
  private final BindOptions options;
  private final Inbox inbox;
  private final User user = new User();

  /** Completed once it is bound for the first time, or is not. */
  private final CompletableFuture<Void> bound = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as all below. */
  private @Nullable Link link;

  private boolean closed;
  private int failures;
  private volatile @Nullable Throwable trouble;

  Binding(ClientCore core, BindOptions options) {
    this.core = core;
    this.options = options;
    this.inbox = new Inbox(options);
  }

  /** Waits until the queue is bound. */
  void open() throws IOException, InterruptedException {
    connect();
    Throwable why;
    try {
      bound.get(2 * core.settings().timeout().toNanos(), TimeUnit.NANOSECONDS);
      return;
    } catch (ExecutionException refused) {
      why = Trouble.causeOf(refused);
    } catch (TimeoutException late) {
      why = new IOException("no answer came within " + core.settings().timeout(), late);
    } catch (InterruptedException e) {
      close();
      throw e;
    }
    close();
    throw new IOException(
        "cannot bind queue '%s': %s".formatted(options.queue(), Trouble.inWords(why)), why);
  }

  public BindOptions options() {
    return options;
  }

  /**
   * The next message; waits for it.
   *
   * @throws IllegalStateException if the binding is closed, also while this waits
   */
  public Delivery getMessage() throws InterruptedException {
    List<Delivery> next = inbox.take(1, -1);
    while (next.isEmpty()) {
      next = inbox.take(1, -1);
    }
    return next.get(0);
  }

  /** As {@link #getMessage}, for no longer than that. */
  public Optional<Delivery> waitMessage(Duration timeout) throws InterruptedException {
    return waitMessages(1, timeout).stream().findFirst();
  }

  /**
   * What there is, up to {@code limit} messages; waits for the first up to {@code timeout}.
   *
   * @return empty if none came in time, or {@link #wakeup} was called
   */
  public List<Delivery> waitMessages(int limit, Duration timeout) throws InterruptedException {
    return inbox.take(limit, Math.max(0, timeout.toNanos()));
  }

  /** Makes a wait for messages, or the next one, return soon. */
  public void wakeup() {
    inbox.wake();
  }

  /**
   * How often the binding was lost and made anew. What came in a former session and needs an ack
   * comes again, and is acked to no effect.
   */
  public int session() {
    return inbox.session();
  }

  /** How many messages are here and not taken. */
  public int waiting() {
    return inbox.size();
  }

  /**
   * Tells the broker that what is here and not taken is still wanted, as {@link Delivery#extend}.
   */
  public void extendWaiting() {
    if (!options.noAck()) {
      inbox.peekAll().forEach(Delivery::extend);
    }
  }

  /** Why nothing comes just now, in words an operator understands; empty while it may come. */
  public Optional<String> notReady() {
    return Optional.ofNullable(trouble).map(Trouble::inWords);
  }

  private void connect() {
    CompletableFuture<Link> unused =
        core.pool()
            .take()
            .whenComplete(
                (made, failure) -> {
                  if (failure == null) {
                    made.run(() -> bind(made));
                  } else {
                    tryLater(Trouble.causeOf(failure));
                  }
                });
  }

  private void bind(Link on) {
    on.use(user);
    Call call = new Call(options.frame());
    CompletableFuture<Frame> unused =
        call.whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                bound(on);
              } else if (failure instanceof RefusedException) {
                on.use(null);
                core.pool().giveBack(on);
                tryLater(failure);
              }
              // A loss is told to the user of the connection.
            });
    if (!on.send(call)) {
      tryLater(new ConnectionLostException("the connection to " + on.address() + " was closed"));
    }
  }

  private void bound(Link on) {
    lock.lock();
    try {
      link = on;
      failures = 0;
      trouble = null;
      if (closed) {
        CompletableFuture<?> unused = leave(on);
        return;
      }
    } finally {
      lock.unlock();
    }
    bound.complete(null);
  }

  private void tryLater(Throwable why) {
    boolean isFirst = bound.completeExceptionally(why);
    lock.lock();
    try {
      link = null;
      trouble = why;
      if (closed || isFirst) {
        return;
      }
      failures++;
      long pauseNanos = core.settings().pause().nanosAfter(failures);
      LOG.debug("queue '{}' is bound again in {} ns", options.queue(), pauseNanos, why);
      core.schedule(this::connect, pauseNanos);
    } finally {
      lock.unlock();
    }
  }

  /** The binding as its connection knows it. */
  private final class User implements LinkUser {
    @Override
    public void pushed(Link by, List<Frame.Push> messages) {
      // They may come before the answer to the bind.
      trouble = null;
      inbox.add(by, messages);
    }

    @Override
    public void told(Link by, Frame.Fault fault) {
      if (fault.code() == QUEUE_DELETED) {
        by.use(null);
        core.pool().giveBack(by);
        inbox.linkLost();
        tryLater(new RefusedException(fault));
      }
    }

    @Override
    public void lost(Link by, ConnectionLostException why, List<Request> unanswered) {
      inbox.linkLost();
      unanswered.forEach(each -> each.lost(why));
      tryLater(why);
    }
  }

  /** Under the lock. */
  private CompletableFuture<?> leave(Link left) {
    link = null;
    Call call = new Call(new Frame.Unbind(options.queue()));
    boolean isSent = left.send(call);
    if (!isSent) {
      return CompletableFuture.completedFuture(null);
    }
    left.readsOn(true);
    return call.handle(
        (reply, failure) -> {
          left.use(null);
          if (failure == null) {
            core.pool().giveBack(left);
          } else {
            left.close();
          }
          return null;
        });
  }

  /**
   * Unbinds the queue, waiting for the broker's answer for no longer than the client's timeout.
   * Messages that are not acked go back to their place in the queue, which counts as no attempt.
   */
  @Override
  public void close() {
    CompletableFuture<?> left = CompletableFuture.completedFuture(null);
    lock.lock();
    try {
      closed = true;
      if (link != null) {
        left = leave(link);
      }
    } finally {
      lock.unlock();
    }
    inbox.close();
    core.forget(this);
    await(left);
  }

  private void await(CompletableFuture<?> left) {
    if (ClientThread.isCurrent()) {
      return;
    }
    try {
      left.get(core.settings().timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("queue '{}' is not known to be unbound", options.queue(), e);
    }
  }

  /**
   * Ends the connection without a word, as a process that dies does: what is not acked goes back as
   * a failed attempt.
   */
  public void abandon() {
    Link last;
    lock.lock();
    try {
      closed = true;
      last = link;
      link = null;
    } finally {
      lock.unlock();
    }
    inbox.close();
    core.forget(this);
    if (last != null) {
      last.close();
    }
  }
}
