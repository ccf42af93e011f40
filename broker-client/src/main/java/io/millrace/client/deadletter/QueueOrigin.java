package io.millrace.client.deadletter;

import io.millrace.client.MillraceClient;
import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;

/**
 * The queue that dead letters came from. One that says that it came from elsewhere cannot go there:
 * a queue of any name comes into being when something is published to it, and nobody may read it.
 *
 * @param client to publish with; not closed
 */
record QueueOrigin(MillraceClient client, String queue, String routingKey) implements WayBack {
  private static final String DEAD = ".dead";
  private static final String BROKERS_DEAD = ".dlq";

  /**
   * Whence those came that are in a queue called so: as sources and the broker name queues of dead
   * letters.
   *
   * @return empty if it is not called like one
   */
  static Optional<QueueOrigin> of(MillraceClient client, String deadQueue, String routingKey) {
    if (routingKey.isEmpty()) {
      return without(deadQueue, DEAD)
          .or(() -> without(deadQueue, BROKERS_DEAD))
          .map(queue -> new QueueOrigin(client, queue, ""));
    }
    return without(routingKey, BROKERS_DEAD)
        .map(key -> new QueueOrigin(client, deadQueue, key))
        .or(() -> without(deadQueue, DEAD).map(q -> new QueueOrigin(client, q, routingKey)));
  }

  private static Optional<String> without(String name, String ending) {
    return name.endsWith(ending) && name.length() > ending.length()
        ? Optional.of(name.substring(0, name.length() - ending.length()))
        : Optional.empty();
  }

  @Override
  public Optional<String> obstacle(DeadLetter letter) {
    String origin = letter.origin();
    return origin.isEmpty() || origin.equals(queue)
        ? Optional.empty()
        : Optional.of(
            "they came from " + origin + ", which is not queue " + queue + "; name a target");
  }

  @Override
  public Pusher<byte[]> pusher() {
    return new OriginPusher(
        MillracePusher.builder(MillracePayload.bytes())
            .client(client)
            .queue(queue)
            .routingKey(routingKey)
            .build(),
        queue);
  }
}
