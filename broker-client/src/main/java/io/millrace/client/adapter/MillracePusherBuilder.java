package io.millrace.client.adapter;

import static java.util.Objects.requireNonNull;

import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.client.Publication;
import io.millrace.client.codec.Confirm;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link MillracePusher}. Needs a broker and a queue. Not safe for
 * several threads.
 */
public final class MillracePusherBuilder<T> {
  private static final byte[] NO_BODY = {};

  private final MillracePayload<T> payload;
  private final MillraceClientBuilder location = MillraceClient.builder();
  private Optional<MillraceClient> client = Optional.empty();
  private @Nullable String queue;
  private @Nullable String name;
  private String routingKey = "";
  private boolean isFanout;
  private Confirm confirm = Confirm.DISK;

  MillracePusherBuilder(MillracePayload<T> payload) {
    this.payload = requireNonNull(payload);
  }

  /** As {@link MillraceSourceBuilder#address}. */
  public MillracePusherBuilder<T> address(String address) {
    location.address(address);
    return this;
  }

  /** Says more on the connection: user, timeouts, room for what is under way. */
  public MillracePusherBuilder<T> location(Consumer<MillraceClientBuilder> more) {
    more.accept(location);
    return this;
  }

  /** A client to use, in place of one of its own; it is not closed. */
  public MillracePusherBuilder<T> client(MillraceClient value) {
    client = Optional.of(value);
    return this;
  }

  /** Where everything goes; it also gives the pusher its name. */
  public MillracePusherBuilder<T> queue(String value) {
    queue = requireNonNull(value);
    return this;
  }

  /** What an operator calls it. */
  public MillracePusherBuilder<T> name(String value) {
    name = requireNonNull(value);
    return this;
  }

  /** The key that consumers must have bound the queue with; the empty one unless set. */
  public MillracePusherBuilder<T> routingKey(String value) {
    routingKey = requireNonNull(value);
    return this;
  }

  /** Everybody who has bound the queue gets a copy, in place of one of them. */
  public MillracePusherBuilder<T> fanout() {
    isFanout = true;
    return this;
  }

  /** What has to be true before a message counts as safe; {@link Confirm#DISK} unless set. */
  public MillracePusherBuilder<T> confirm(Confirm value) {
    confirm = requireNonNull(value);
    return this;
  }

  /**
   * Makes the pusher; does not wait for the broker.
   *
   * @throws IllegalArgumentException when something is missing
   */
  public MillracePusher<T> build() {
    if (queue == null) {
      throw new IllegalArgumentException("name the queue");
    }
    Publication model =
        isFanout ? Publication.fanout(queue, NO_BODY) : Publication.direct(queue, NO_BODY);
    return new MillracePusher<>(
        name == null ? "millrace " + queue : name,
        payload,
        model.withRoutingKey(routingKey).withConfirm(confirm),
        ClientShare.of(client, location));
  }
}
