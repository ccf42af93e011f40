package io.millrace.amqp;

import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.consume.AmqpDelivery;
import io.millrace.amqp.consume.Subscription;
import io.millrace.amqp.header.PropertyWriter;
import io.millrace.amqp.publish.ConfirmedChannel;
import io.millrace.amqp.publish.Publication;
import io.millrace.amqp.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * fails, the old one goes back as it is. For the producer's thread.
 */
final class GivenBack {
  private static final Logger log = LoggerFactory.getLogger(GivenBack.class);

  /** One that has failed. */
  record Failed(AmqpDelivery delivery, int nextAttempt, Optional<String> key) {
    private Publication publication() {
      return new Publication(
          "",
          delivery.subscription().queue(),
          true,
          PropertyWriter.withAttempt(delivery.properties(), nextAttempt, key),
          delivery.body());
    }
  }

  private final Duration timeout;

  GivenBack(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Blocks until the broker has answered for all, but not for longer than the timeout.
   *
   * @throws IOException when the subscription is lost
   */
  void publishAnew(Subscription by, List<Failed> failed) throws IOException, InterruptedException {
    if (failed.isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    ConfirmedChannel channel = ConfirmedChannel.open(by.connection(), Topology.NONE, failed.size());
    try {
      List<CompletableFuture<@Nullable Void>> answers = new ArrayList<>();
      for (Failed each : failed) {
        answers.add(channel.publish(each.publication(), timeout));
      }
      for (int i = 0; i < failed.size(); i++) {
        settle(by, failed.get(i).delivery(), answers.get(i), deadline);
      }
    } finally {
      channel.abort();
    }
  }

  private static void settle(
      Subscription by,
      AmqpDelivery delivery,
      CompletableFuture<@Nullable Void> answer,
      long deadline)
      throws IOException, InterruptedException {
    try {
      answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      by.acknowledge(List.of(delivery));
    } catch (ExecutionException | TimeoutException e) {
      log.warn(
          "{} goes back, and the number of its attempts is forgotten: {}",
          delivery,
          Trouble.reasonOf(e));
      by.requeue(delivery);
    }
  }
}
