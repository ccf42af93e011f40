package io.millrace.amqp;

import static java.util.Objects.requireNonNull;

import io.millrace.amqp.connection.AmqpLocation;
import io.millrace.amqp.topology.Topology;
import io.millrace.queue.Message;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of an {@link AmqpSink}. Needs a broker, and a queue or an exchange. Not
 * safe for several threads.
 */
public final class AmqpSinkBuilder<T> {
  private static final int DEFAULT_WINDOW = 4_096;

  private final AmqpPayload<T> payload;
  private final AmqpLocation location = new AmqpLocation();
  private @Nullable String queue;
  private @Nullable String exchange;
  private @Nullable String name;
  private Function<? super Message<T>, String> routingKey = message -> "";
  private Topology topology = Topology.NONE;
  private boolean isMandatory = true;
  private boolean isPersistent = true;
  private int window = DEFAULT_WINDOW;

  AmqpSinkBuilder(AmqpPayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /** Where the broker is, see {@link AmqpLocation#address}. */
  public AmqpSinkBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on the connection: user, virtual host, TLS, timeouts. */
  public AmqpSinkBuilder<T> location(Consumer<AmqpLocation> more) {
    more.accept(location);
    return this;
  }

  /** Publishes to this queue, by the default exchange. */
  public AmqpSinkBuilder<T> queue(String value) {
    queue = requireNonNull(value);
    return this;
  }

  /** Publishes to this exchange. */
  public AmqpSinkBuilder<T> exchange(String value) {
    exchange = requireNonNull(value);
    return this;
  }

  /** The routing key of all messages; the empty one unless set. */
  public AmqpSinkBuilder<T> routingKey(String value) {
    requireNonNull(value);
    return routingKeyOf(message -> value);
  }

  /** The routing key of each message. Called on the pushing threads. */
  public AmqpSinkBuilder<T> routingKeyOf(Function<? super Message<T>, String> value) {
    routingKey = requireNonNull(value);
    return this;
  }

  /** What an operator calls it. */
  public AmqpSinkBuilder<T> name(String value) {
    name = requireNonNull(value);
    return this;
  }

  /** What is declared each time a connection is made; nothing unless set. */
  public AmqpSinkBuilder<T> topology(Topology value) {
    topology = requireNonNull(value);
    return this;
  }

  /** Whether a message fails when no queue gets it; so it is unless set. */
  public AmqpSinkBuilder<T> mandatory(boolean value) {
    isMandatory = value;
    return this;
  }

  /** Whether messages outlive a restart of the broker in durable queues; so it is unless set. */
  public AmqpSinkBuilder<T> persistent(boolean value) {
    isPersistent = value;
    return this;
  }

  /** How many messages may be under way, of all pushes together; 4,096 unless set. */
  public AmqpSinkBuilder<T> window(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("window must be at least 1, got " + value);
    }
    window = value;
    return this;
  }

  /**
   * Makes the sink; does not wait for the broker.
   *
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public AmqpSink<T> build() {
    String toQueue = queue;
    String toExchange = exchange;
    if ((toQueue == null) == (toExchange == null)) {
      throw new IllegalArgumentException("name a queue or an exchange, and not both");
    }
    String usual = toQueue == null ? "amqp exchange " + toExchange : "amqp " + toQueue;
    return new AmqpSink<>(
        new SinkSettings<>(
            name == null ? usual : name,
            payload,
            toExchange == null ? "" : toExchange,
            toQueue == null ? routingKey : message -> toQueue,
            topology,
            isMandatory,
            isPersistent,
            window),
        location.toShare());
  }
}
