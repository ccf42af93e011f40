package io.millrace.amqp;

import static java.util.Objects.requireNonNull;

import io.millrace.amqp.connection.ConnectionShare;
import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.header.PropertyWriter;
import io.millrace.amqp.publish.ConfirmedChannel;
import io.millrace.amqp.publish.NotTakenException;
import io.millrace.amqp.publish.Publication;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages to an exchange or a queue of an AMQP 0-9-1 broker, with publisher confirms.
 *
 * <p>The payload is the body. Headers are AMQP's headers, or properties where {@link
 * io.millrace.amqp.header.AmqpHeaders} names one; the key is in a header. Attempts are not taken
 * over: what is published anew begins with the first.
 *
 * <p><b>Failure:</b> a message fails when the broker refuses it ({@code basic.nack}), when no queue
 * gets it ({@code basic.return}), and when no answer came. In the last case it may have been
 * published all the same, and publishing it again leads to a duplicate. A connection that was lost
 * is opened anew by the next push. A message that is confirmed is safe as the broker means it: in a
 * durable queue on disk, in a replicated one on most of its nodes.
 *
 * <p><b>Threads:</b> any, several at once, over one channel. <b>Blocks:</b> until the broker has
 * answered for all messages of the push, which are under way at the same time, but not for longer
 * than {@link io.millrace.amqp.connection.AmqpLocation#timeout}; connecting has that time for
 * itself, and a broker that vanishes without a word while bytes are written to it is known to be
 * gone only by its heartbeat.
 *
 * @param <T> the payload
 */
public final class AmqpSink<T> implements Pusher<T> {
  private final SinkSettings<T> settings;
  private final ConnectionShare connection;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Guards the channel; held while it is opened, so that nobody opens two. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable ConfirmedChannel channel;

  /** Why not all of the last push was taken; empty when it was. */
  private volatile Optional<String> trouble = Optional.empty();

  AmqpSink(SinkSettings<T> settings, ConnectionShare connection) {
    this.settings = settings;
    this.connection = connection;
    connection.join();
  }

  public static <T> AmqpSinkBuilder<T> builder(AmqpPayload<T> payload) {
    return new AmqpSinkBuilder<>(payload);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /**
   * Publishes all messages, in their order.
   *
   * @throws PushException names the messages that are not known to be safe, and says why
   * @throws IllegalStateException after {@link #close}
   */
  @Override
  public void push(List<Message<T>> messages) throws PushException, InterruptedException {
    if (closed.get()) {
      throw new IllegalStateException(name() + " is closed");
    }
    ConfirmedChannel to;
    try {
      to = open();
    } catch (IOException e) {
      BitSet all = new BitSet();
      all.set(0, messages.size());
      throw failure(messages.size(), all, e);
    }
    long deadline = System.nanoTime() + connection.timeout().toNanos();
    List<CompletableFuture<@Nullable Void>> answers = new ArrayList<>(messages.size());
    for (Message<T> message : messages) {
      answers.add(publish(to, message, deadline));
    }
    BitSet failed = new BitSet();
    Throwable first = null;
    for (int i = 0; i < answers.size(); i++) {
      Optional<Throwable> failure = failureOf(answers.get(i), deadline);
      if (failure.isPresent()) {
        failed.set(i);
        first = first == null ? failure.get() : first;
      }
    }
    if (first != null) {
      throw failure(messages.size(), failed, first);
    }
    trouble = Optional.empty();
  }

  private PushException failure(int count, BitSet failed, Throwable first) {
    String why =
        "%s did not take %d of %d messages: %s"
            .formatted(name(), failed.cardinality(), count, Trouble.reasonOf(first));
    trouble = Optional.of(why);
    return new PushException(why, failed, first);
  }

  private ConfirmedChannel open() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      ConfirmedChannel current = channel;
      if (current == null || !current.isOpen()) {
        current = ConfirmedChannel.open(connection.open(), settings.topology(), settings.window());
        channel = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<@Nullable Void> publish(
      ConfirmedChannel to, Message<T> message, long deadline) throws InterruptedException {
    Publication publication;
    try {
      publication =
          new Publication(
              settings.exchange(),
              requireNonNull(settings.routingKey().apply(message), "the routing key is null"),
              settings.isMandatory(),
              PropertyWriter.write(message, settings.isPersistent()),
              settings.payload().encode(message.payload()));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
    if (!connection.awaitUnblocked(left(deadline))) {
      return CompletableFuture.failedFuture(
          new NotTakenException(connection.blocked().orElse("the broker takes no publications")));
    }
    return to.publish(publication, left(deadline));
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static Optional<Throwable> failureOf(
      CompletableFuture<@Nullable Void> answer, long deadline) throws InterruptedException {
    try {
      answer.get(left(deadline).toNanos(), TimeUnit.NANOSECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return Optional.of(cause == null ? e : cause);
    } catch (TimeoutException e) {
      return Optional.of(e);
    }
  }

  /**
   * Why the broker did not take all that was pushed last, or takes nothing now, in words an
   * operator understands; empty when it did. Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return connection.blocked().or(() -> trouble);
  }

  /** Lets go of the connection. Calling it again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      connection.leave();
    }
  }
}
