package io.millrace.client.adapter;

import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
import io.millrace.client.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are published anew with the number of their next attempt, which the broker does not
 * take with what it is given back. The old one is acked once the new one is confirmed; if that
 * fails, the old one stays the broker's as it is. For the producer's thread.
 */
final class GivenBack {
  private static final Logger log = LoggerFactory.getLogger(GivenBack.class);

  private final MillraceClient client;
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();

  GivenBack(MillraceClient client) {
    this.client = client;
  }

  void publish(Delivery delivery, int attempt, Duration delay) throws InterruptedException {
    underWay.removeIf(CompletableFuture::isDone);
    Publication anew =
        Publication.direct(delivery.queue(), BodyReader.withAttempt(delivery, attempt))
            .withRoutingKey(delivery.routingKey())
            .withDelay(delay);
    underWay.add(client.publish(anew).whenComplete((id, failure) -> published(delivery, failure)));
  }

  private static void published(Delivery delivery, @Nullable Throwable failure) {
    if (failure == null) {
      delivery.ack();
    } else {
      log.warn("{} goes back, and the number of its attempts is forgotten", delivery, failure);
    }
  }

  /** Waits until their fate is known, for as long as the client waits for answers. */
  void await() {
    CompletableFuture<?>[] all = underWay.toArray(CompletableFuture<?>[]::new);
    underWay.clear();
    try {
      CompletableFuture.allOf(all).get(client.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException told) {
      log.debug("not all that failed attempts was published anew", told);
    } catch (TimeoutException late) {
      log.warn("no answer to what was published anew came within {}", client.timeout());
    }
  }
}
