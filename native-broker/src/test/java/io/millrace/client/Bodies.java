package io.millrace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bodies of messages as texts, and waits that end. */
final class Bodies {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Bodies() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(Delivery delivery) {
    return new String(delivery.body(), UTF_8);
  }

  /** The result of a future that does not take for ever. */
  static <T> T get(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("not done within " + PATIENCE + ": " + future, late);
    }
  }

  /** What a future fails with. */
  static Throwable failure(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("it did not fail: " + get(future));
    } catch (ExecutionException failed) {
      return failed.getCause();
    }
  }

  /** The next message. */
  static Delivery next(Binding binding) throws InterruptedException {
    return binding
        .waitMessage(PATIENCE)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no message came within " + PATIENCE + "; " + binding.notReady()));
  }

  /** The next messages, each acked. */
  static List<String> take(Binding binding, int count) throws InterruptedException {
    List<String> bodies = new ArrayList<>(count);
    while (bodies.size() < count) {
      Delivery each = next(binding);
      bodies.add(text(each));
      each.ack();
    }
    return bodies;
  }
}
