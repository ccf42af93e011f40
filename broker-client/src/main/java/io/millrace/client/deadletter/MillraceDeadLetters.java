package io.millrace.client.deadletter;

import static java.util.Objects.requireNonNull;

import io.millrace.client.BindOptions;
import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.NoWayBack;
import io.millrace.queue.redrive.WalkedLetters;
import io.millrace.queue.redrive.WayBack;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects where dead letters are in a queue of the broker, and makes a store of them: those that a
 * {@link io.millrace.client.adapter.MillracePusher} has put there as a pusher of dead letters,
 * those of the broker itself, or any others. A broker and a queue must be named.
 *
 * <p>The ids are digests of the letters, which those that are alike share.
 *
 * <p>Who walks through them takes them out of the queue and puts them back to their places; no one
 * else is given them meanwhile. To look costs no attempt, but if the process dies in the middle the
 * broker counts one for each letter that it had, and gives up what has failed 20 times.
 *
 * <p>A redriven dead letter is confirmed as durable in its target before it is acked here. The ack
 * itself is not: a broker that dies brings the last ones back.
 *
 * <p>A queue comes into being when it is asked for, so one that is not there has no dead letters.
 *
 * <p><b>Failure:</b> an {@link java.io.IOException}; its cause is a {@link
 * io.millrace.client.RefusedException} where the broker has refused. Not safe for several threads.
 */
public final class MillraceDeadLetters {
  private final MillraceClientBuilder location = MillraceClient.builder();
  private @Nullable String queue;
  private String routingKey = "";
  private @Nullable WayBack wayBack;

  private MillraceDeadLetters() {}

  public static MillraceDeadLetters builder() {
    return new MillraceDeadLetters();
  }

  /** Where the broker is, see {@link MillraceClientBuilder#address}. */
  public MillraceDeadLetters address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on the connection: user, timeouts. */
  public MillraceDeadLetters location(Consumer<MillraceClientBuilder> more) {
    more.accept(location);
    return this;
  }

  /** The queue that holds the dead letters. */
  public MillraceDeadLetters queue(String value) {
    queue = requireNonNull(value);
    return this;
  }

  /** Those with exactly this key, or this pattern of a queue with key patterns; the empty one. */
  public MillraceDeadLetters routingKey(String value) {
    routingKey = requireNonNull(value);
    return this;
  }

  /**
   * How they get back. Unless set, by the name of the queue of dead letters: those in {@code
   * orders.dead} and {@code orders.dlq} came from {@code orders}, as far as they do not say
   * otherwise; those with the routing key {@code red.dlq}, from that queue with the key {@code
   * red}.
   */
  public MillraceDeadLetters wayBack(WayBack value) {
    wayBack = requireNonNull(value);
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
    MillraceClient client = location.build();
    WayBack back = wayBack == null ? byName(client, queue, routingKey) : wayBack;
    return new WalkedLetters(
        new QueuePlace(client, BindOptions.of(queue).withRoutingKey(routingKey), back));
  }

  private static WayBack byName(MillraceClient client, String queue, String routingKey) {
    return QueueOrigin.of(client, queue, routingKey)
        .<WayBack>map(origin -> origin)
        .orElseGet(() -> new NoWayBack("it is not known where they came from; name a target"));
  }
}
