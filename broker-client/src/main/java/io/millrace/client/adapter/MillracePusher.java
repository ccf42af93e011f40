package io.millrace.client.adapter;

import io.millrace.client.MillraceClient;
import io.millrace.client.Publication;
import io.millrace.client.Publisher;
import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishes messages to a queue of the broker.
 *
 * <p>A message becomes a body: the payload as it is, where that says all; else an envelope with its
 * key and headers. Attempts are not taken over: what is published anew begins with the first. The
 * broker knows nothing of key and headers; {@link MillracePusherBuilder#routingKey} is what it
 * chooses consumers by.
 *
 * <p><b>Failure:</b> a message fails when the broker refuses it, and when no answer came. In the
 * second case it may have been published all the same, and publishing it again leads to a
 * duplicate. One that is safe is as safe as {@link MillracePusherBuilder#confirm} says.
 *
 * <p><b>Threads:</b> any, several at once, over one connection. <b>Blocks:</b> until the broker has
 * answered for all messages of the push, which are under way at the same time.
 *
 * @param <T> the payload
 */
public final class MillracePusher<T> implements Pusher<T> {
  private final String name;
  private final MillracePayload<T> payload;
  private final Publication model;
  private final ClientShare clients;
  private final Publisher publisher;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Why not all of the last push was taken; empty when it was. */
  private volatile Optional<Throwable> trouble = Optional.empty();

  /**
   * @param model says all of a publication but its body
   */
  MillracePusher(String name, MillracePayload<T> payload, Publication model, ClientShare clients) {
    this.name = name;
    this.payload = payload;
    this.model = model;
    this.clients = clients;
    MillraceClient client = clients.join();
    this.publisher = client.newPublisher();
  }

  public static <T> MillracePusherBuilder<T> builder(MillracePayload<T> payload) {
    return new MillracePusherBuilder<>(payload);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Publishes all messages, in their order.
   *
   * @throws PushException names the messages that are not known to be safe, and says why
   * @throws IllegalStateException after {@link #close}
   */
  @Override
  public void push(List<Message<T>> messages) throws PushException, InterruptedException {
    push(messages, Duration.ZERO);
  }

  /** As {@link #push(List)}; nobody is given the messages before {@code delay} has passed. */
  public void push(List<Message<T>> messages, Duration delay)
      throws PushException, InterruptedException {
    List<CompletableFuture<Long>> answers = new ArrayList<>(messages.size());
    for (Message<T> message : messages) {
      answers.add(publish(message, delay));
    }
    BitSet failed = new BitSet();
    Optional<Throwable> first = Optional.empty();
    for (int i = 0; i < answers.size(); i++) {
      Optional<Throwable> failure = failureOf(answers.get(i));
      if (failure.isPresent()) {
        failed.set(i);
        first = first.isPresent() ? first : failure;
      }
    }
    trouble = first;
    if (first.isPresent()) {
      throw new PushException(
          "%s did not take %d of %d messages: %s"
              .formatted(name, failed.cardinality(), messages.size(), first.get().getMessage()),
          failed,
          first.get());
    }
  }

  private static Optional<Throwable> failureOf(CompletableFuture<Long> answer)
      throws InterruptedException {
    try {
      answer.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return Optional.of(cause == null ? e : cause);
    }
  }

  /**
   * Publishes one message without waiting for the answer. Blocks only while too many are under way,
   * see {@link Publisher}. Messages sent one after the other from one thread keep their order.
   *
   * @return the message's number once it is safe; fails when it is not known to be. Completed by a
   *     thread of the client: use the {@code Async} methods for more than a moment's work
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Long> send(Message<T> message) throws InterruptedException {
    return publish(message, Duration.ZERO);
  }

  private CompletableFuture<Long> publish(Message<T> message, Duration delay)
      throws InterruptedException {
    Publication publication;
    try {
      publication = model.withBody(bodyOf(message));
      if (!delay.isZero()) {
        publication = publication.withDelay(delay);
      }
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
    try {
      return publisher.publish(publication);
    } catch (IllegalArgumentException tooLarge) {
      return CompletableFuture.failedFuture(tooLarge);
    }
  }

  private byte[] bodyOf(Message<T> message) throws Exception {
    return EnvelopeFormat.write(
        new Envelope(
            1,
            message.key(),
            message.headers(),
            Optional.empty(),
            0,
            payload.encode(message.payload())));
  }

  /**
   * Why the broker did not take all that was pushed last, in words an operator understands; empty
   * when it did. Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return trouble.map(Throwable::getMessage).or(publisher::notReady);
  }

  /** Waits for what is under way, and lets go of the connection. Calling it again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      publisher.close();
      clients.leave();
    }
  }
}
