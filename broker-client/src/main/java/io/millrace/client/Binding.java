package io.millrace.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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

  private final ClientCore core;
  private final BindOptions options;
  private final Inbox inbox;
  private final BoundLink link;

  /** Null until this is being closed; done when it is. */
  private final AtomicReference<@Nullable CompletableFuture<?>> left = new AtomicReference<>();

  Binding(ClientCore core, BindOptions options) {
    this.core = core;
    this.options = options;
    this.inbox = new Inbox(options);
    this.link = new BoundLink(core, options, inbox);
  }

  /**
   * Begins to bind the queue. Done when the broker has answered; fails with an {@link IOException},
   * and this is closed then. Cancelled, it closes this.
   */
  CompletableFuture<Binding> open() {
    CompletableFuture<Binding> opened = new CompletableFuture<>();
    CompletableFuture<?> unused =
        link.bound()
            .orTimeout(2 * core.settings().timeout().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    beginClose();
                    opened.completeExceptionally(notBound(Trouble.causeOf(failure)));
                  } else if (!opened.complete(this)) {
                    beginClose();
                  }
                });
    CompletableFuture<?> unusedToo =
        opened.whenComplete(
            (done, failure) -> {
              if (opened.isCancelled()) {
                beginClose();
              }
            });
    link.connect();
    return opened;
  }

  private IOException notBound(Throwable failure) {
    Throwable why =
        failure instanceof TimeoutException
            ? new IOException("no answer came within " + core.settings().timeout(), failure)
            : failure;
    return new IOException(
        "cannot bind queue '%s': %s".formatted(options.queue(), Trouble.inWords(why)), why);
  }

  public BindOptions options() {
    return options;
  }

  /**
   * The next message; waits for it.
   *
   * @throws IllegalStateException if the binding is closed, also while this waits; and on the
   *     client's own threads, where nothing could come while it waits
   */
  public Delivery getMessage() throws InterruptedException {
    ClientThread.mustNotBe("getMessage");
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

  /**
   * How many messages waited in the queue when it was bound last, whoever they were for: with key
   * patterns not all of them come. Empty if the broker does not say.
   */
  public OptionalLong readyBefore() {
    return link.ready();
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

  /**
   * Why nothing comes just now, in words an operator understands; empty while it may come. What was
   * bound again is believed once a message comes, or when it has lasted for the longest pause.
   */
  public Optional<String> notReady() {
    return link.trouble().map(Trouble::inWords);
  }

  /**
   * Unbinds the queue, waiting for the broker's answer for no longer than the client's timeout, and
   * on the client's own threads not at all. Messages that are not acked go back to their place in
   * the queue, which counts as no attempt.
   */
  @Override
  public void close() {
    beginClose();
    endClose(core.settings().timeout().toNanos());
  }

  /** Closes it without waiting. */
  void beginClose() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (left.compareAndSet(null, done)) {
      inbox.close();
      CompletableFuture<?> unused = link.leave().whenComplete((any, how) -> done.complete(null));
      core.forget(this);
    }
  }

  /** Waits until it is closed; not on the client's own threads. */
  void endClose(long nanos) {
    CompletableFuture<?> done = left.get();
    if (done == null || ClientThread.isCurrent()) {
      return;
    }
    try {
      done.get(nanos, TimeUnit.NANOSECONDS);
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
    inbox.close();
    link.abandon();
    core.forget(this);
  }
}
