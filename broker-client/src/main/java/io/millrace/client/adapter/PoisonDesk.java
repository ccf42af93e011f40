package io.millrace.client.adapter;

import io.millrace.client.Delivery;
import io.millrace.queue.Pusher;
import io.millrace.queue.SourcePartition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of bodies that are no payload. For the producer's thread. */
final class PoisonDesk {
  private static final Logger log = LoggerFactory.getLogger(PoisonDesk.class);

  private final Optional<Pusher<byte[]>> pusher;
  private @Nullable String trouble;

  PoisonDesk(Optional<Pusher<byte[]>> pusher) {
    this.pusher = pusher;
  }

  /** Pushes it away and acks it; where that cannot be done it stays the broker's. */
  void take(Delivery delivery, SourcePartition partition, Exception cause) {
    if (pusher.isEmpty()) {
      trouble = delivery + " is no payload, and there is no onPoison pusher to take it";
      log.warn("{}; it stays in the queue", trouble, cause);
      return;
    }
    try {
      pusher.get().push(List.of(BodyReader.letterOf(delivery, partition, cause)));
      delivery.ack();
      trouble = null;
      log.warn("{} is no payload and went to {}", delivery, pusher.get().name(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      trouble = pusher.get().name() + " does not take what is no payload";
      log.warn("{}: {} stays in the queue", trouble, delivery, e);
    }
  }

  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
