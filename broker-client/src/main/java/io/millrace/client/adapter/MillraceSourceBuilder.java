package io.millrace.client.adapter;

import static java.util.Objects.requireNonNull;

import io.millrace.client.BindOptions;
import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link MillraceSource} is made of. A broker and a queue must be named; the rest
 * has defaults.
 *
 * <p>Not safe for several threads.
 */
public final class MillraceSourceBuilder<T> {
  private static final int DEFAULT_CREDIT = 1_024;

  private final MillracePayload<T> payload;
  private final MillraceClientBuilder location = MillraceClient.builder();
  private Optional<MillraceClient> client = Optional.empty();
  private Optional<Function<? super Message<T>, Optional<String>>> key = Optional.empty();
  private Ordering ordering = Ordering.NONE;
  private @Nullable String queue;
  private List<String> routingKeys = List.of("");
  private int credit = DEFAULT_CREDIT;
  private Duration ackTimeout = Duration.ofSeconds(60);
  private Optional<Pusher<byte[]>> poison = Optional.empty();

  MillraceSourceBuilder(MillracePayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /** Where the broker is, see {@link MillraceClientBuilder#address}. */
  public MillraceSourceBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on the connection: user, timeouts. */
  public MillraceSourceBuilder<T> location(Consumer<MillraceClientBuilder> more) {
    more.accept(location);
    return this;
  }

  /** A client to use, in place of one of its own; it is not closed. */
  public MillraceSourceBuilder<T> client(MillraceClient value) {
    client = Optional.of(value);
    return this;
  }

  /** The queue to read; it comes into being if it is not there. */
  public MillraceSourceBuilder<T> queue(String value) {
    queue = requireNonNull(value);
    return this;
  }

  /** Which messages of the queue: those with exactly this key; the empty one unless set. */
  public MillraceSourceBuilder<T> routingKey(String value) {
    return routingKeys(List.of(value));
  }

  /** Which messages of a queue with key patterns, see {@link BindOptions#routingKeys}. */
  public MillraceSourceBuilder<T> routingKeys(List<String> values) {
    routingKeys = List.copyOf(values);
    return this;
  }

  /**
   * Finds the key of a message, by which {@link Ordering#KEY} keeps order, in the message itself;
   * by default it is that of its envelope, which what other clients publish has none of. Called on
   * the producers' threads; a message for which it throws is taken for one that is no payload.
   */
  public MillraceSourceBuilder<T> keyOf(Function<? super Message<T>, Optional<String>> value) {
    key = Optional.of(value);
    return this;
  }

  /** The order of the queue, and the same as the engine's. */
  public MillraceSourceBuilder<T> ordering(Ordering value) {
    ordering = requireNonNull(value);
    return this;
  }

  /**
   * How many messages each producer may have that are not acked, waiting and in work, 1 to 65,535;
   * 1,024 unless set. What does not fit into the engine waits here and is kept from other
   * processes, so a small credit shares better, and one below what the handlers have in work at a
   * time holds them up.
   */
  public MillraceSourceBuilder<T> credit(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("credit must be at least 1, got " + value);
    }
    credit = value;
    return this;
  }

  /**
   * After what time the broker gives a message to somebody else that is neither acked nor said to
   * be still in work, at least 100 ms; 60 s unless set, as the broker has it. It is a setting of
   * the queue: not more than that here.
   */
  public MillraceSourceBuilder<T> ackTimeout(Duration value) {
    if (value.toMillis() < 100) {
      throw new IllegalArgumentException("ackTimeout must be at least 100 ms, got " + value);
    }
    ackTimeout = value;
    return this;
  }

  /**
   * Where bodies go that are no payload, with headers that say why. Without that they stay with the
   * broker, come again and again, and {@link MillraceSource#notReady} tells of them.
   */
  public MillraceSourceBuilder<T> onPoison(Pusher<byte[]> value) {
    poison = Optional.of(value);
    return this;
  }

  /**
   * @throws IllegalArgumentException when something is missing or contradicts something else
   */
  public MillraceSource<T> build() {
    if (queue == null) {
      throw new IllegalArgumentException("name the queue");
    }
    BindOptions bind = new BindOptions(queue, routingKeys, false, credit);
    return new MillraceSource<>(
        new SourceSettings<>(payload, key, ordering, bind, ackTimeout, poison),
        ClientShare.of(client, location));
  }
}
