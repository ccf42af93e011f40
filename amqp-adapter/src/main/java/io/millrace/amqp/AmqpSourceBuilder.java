package io.millrace.amqp;

import static java.util.Objects.requireNonNull;

import io.millrace.amqp.connection.AmqpLocation;
import io.millrace.amqp.consume.Prefetch;
import io.millrace.amqp.header.AmqpHeaders;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an {@link AmqpSource} is made of. A broker and a queue must be named; the rest has
 * defaults.
 *
 * <p>Not safe for several threads.
 */
public final class AmqpSourceBuilder<T> {
  private static final int DEFAULT_PREFETCH = 1_024;

  private final AmqpPayload<T> payload;
  private final AmqpLocation location = new AmqpLocation();
  private Optional<Function<? super Message<T>, Optional<String>>> key = Optional.empty();
  private Ordering ordering = Ordering.NONE;
  private @Nullable String queue;
  private Topology topology = Topology.NONE;
  private int prefetch = DEFAULT_PREFETCH;
  private Optional<Pusher<byte[]>> poison = Optional.empty();

  AmqpSourceBuilder(AmqpPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /** Where the broker is, see {@link AmqpLocation#address}. */
  public AmqpSourceBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on the connection: user, virtual host, TLS, timeouts. */
  public AmqpSourceBuilder<T> location(Consumer<AmqpLocation> more) {
    more.accept(location);
    return this;
  }

  /** The queue to read; it must be there, or be {@linkplain #topology declared}. */
  public AmqpSourceBuilder<T> queue(String value) {
    queue = requireNonNull(value);
    return this;
  }

  /** What is declared each time a consumer is attached; nothing unless set. */
  public AmqpSourceBuilder<T> topology(Topology value) {
    topology = requireNonNull(value);
    return this;
  }

  /**
   * Finds the key of a message, by which {@link Ordering#KEY} keeps order, in the message itself;
   * by default it is what the publisher has put into the header {@value AmqpHeaders#KEY}, as our
   * sinks do. Called on the producers' threads; a message for which it throws is taken for one that
   * is no payload.
   */
  public AmqpSourceBuilder<T> keyOf(Function<? super Message<T>, Optional<String>> value) {
    key = Optional.of(value);
    return this;
  }

  /** The key is the routing key. */
  public AmqpSourceBuilder<T> routingKeyAsKey() {
    return keyOf(message -> message.key().or(() -> message.headers().get(AmqpHeaders.ROUTING_KEY)));
  }

  /** The order of the queue, and the same as the engine's. */
  public AmqpSourceBuilder<T> ordering(Ordering value) {
    ordering = requireNonNull(value);
    return this;
  }

  /**
   * How many messages each producer may have that are not acked, waiting and in work, at most; 1 to
   * 65,535, 1,024 unless set. Where order does not matter it begins with what the engine has room
   * for, and rises to this while that is not enough.
   */
  public AmqpSourceBuilder<T> prefetch(int most) {
    if (most < 1 || most > Prefetch.HIGHEST) {
      throw new IllegalArgumentException("prefetch must be 1 to 65,535, got " + most);
    }
    prefetch = most;
    return this;
  }

  /**
   * Where bodies go that are no payload, with headers that say why. Without that they stay with the
   * broker, come again with each connection, and {@link AmqpSource#notReady} tells of them.
   */
  public AmqpSourceBuilder<T> onPoison(Pusher<byte[]> value) {
    poison = Optional.of(value);
    return this;
  }

  /**
   * @throws IllegalArgumentException when something is missing
   */
  public AmqpSource<T> build() {
    if (queue == null) {
      throw new IllegalArgumentException("name the queue");
    }
    return new AmqpSource<>(
        new SourceSettings<>(payload, key, ordering, queue, topology, prefetch, poison),
        location.toShare());
  }
}
