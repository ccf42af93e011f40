package io.millrace.amqp.deadletter;

import static java.util.Objects.requireNonNull;

import io.millrace.amqp.connection.AmqpLocation;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WalkedLetters;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects where dead letters are in a queue of an AMQP broker, and makes a store of them: those
 * that an {@link io.millrace.amqp.AmqpSink} has put there as a pusher of dead letters, those of the
 * broker itself, or any others. A broker and a queue must be named.
 *
 * <p>The ids are digests of the letters, which those that are alike share. Who walks through them
 * takes them out of the queue and puts them back to their places; no one else is given them
 * meanwhile. Some queues count that as an attempt, as RabbitMQ's quorum queues do, which give up
 * what has had 20 of them unless {@code x-delivery-limit} says otherwise.
 *
 * <p>A redriven dead letter is confirmed by its target before it is acked here.
 *
 * <p><b>Failure:</b> an {@link java.io.IOException} that says what the broker refuses, or that it
 * is gone. Not safe for several threads.
 */
public final class AmqpDeadLetters {
  private Consumer<AmqpLocation> place = location -> {};
  private Optional<WayBack> wayBack = Optional.empty();
  private @Nullable String queue;

  private AmqpDeadLetters() {}

  public static AmqpDeadLetters builder() {
    return new AmqpDeadLetters();
  }

  /** Where the broker is, see {@link AmqpLocation#address}. */
  public AmqpDeadLetters address(String address) {
    return location(location -> location.address(address));
  }

  /** Says more on the connection: user, virtual host, TLS, timeouts. */
  public AmqpDeadLetters location(Consumer<AmqpLocation> more) {
    place = place.andThen(more);
    return this;
  }

  /** The queue that holds the dead letters. */
  public AmqpDeadLetters queue(String value) {
    queue = requireNonNull(value);
    return this;
  }

  /**
   * How they get back; unless set, each to the queue of the same broker that it came from: as its
   * headers say, those of Millrace or {@code x-first-death-queue}.
   */
  public AmqpDeadLetters wayBack(WayBack value) {
    wayBack = Optional.of(value);
    return this;
  }

  /**
   * Makes the store; does not wait for the broker.
   *
   * @throws IllegalArgumentException when something is missing
   */
  public DeadLetterStore build() {
    if (queue == null) {
      throw new IllegalArgumentException("name the queue");
    }
    AmqpLocation location = new AmqpLocation();
    place.accept(location);
    return new WalkedLetters(
        new QueuePlace(
            location.toShare(), queue, wayBack.orElseGet(() -> new QueueOrigins(place))));
  }
}
