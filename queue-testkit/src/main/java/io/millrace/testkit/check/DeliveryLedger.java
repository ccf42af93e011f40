package io.millrace.testkit.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which of the numbered messages of one publisher were confirmed, and which were handled, while
 * their broker crashed again and again. Kept in memory, for a test that itself lives on; {@link
 * EventFile} is for workers that do not.
 *
 * <p><b>Threads:</b> any.
 */
public final class DeliveryLedger {
  private final Duration patience;
  private final Set<Long> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<Long> handled = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();

  /**
   * @param patience how long a wait may take, recovery from a crash included
   */
  public DeliveryLedger(Duration patience) {
    this.patience = patience;
  }

  /** The payload of a message. */
  public static byte[] payload(long number) {
    return Long.toString(number).getBytes(US_ASCII);
  }

  /** The broker has answered for it. */
  public void confirm(long number) {
    confirmed.add(number);
  }

  /** Handles a message; each fiftieth at its second attempt only. */
  public Outcome handle(Message<byte[]> message) {
    long number = Long.parseLong(new String(message.payload(), US_ASCII));
    if (number % 50 == 0 && message.attempt() == 1) {
      return Outcome.retry("now and then");
    }
    calls.incrementAndGet();
    handled.add(number);
    return Outcome.ack();
  }

  /**
   * Blocks until some more are confirmed, and some more are handled.
   *
   * @param about how to come by the same course again
   */
  public void awaitMore(int confirms, int calls, String about) {
    int enough = confirmed.size() + confirms;
    int some = handled.size() + calls;
    await("confirms and deliveries go on, " + about)
        .atMost(patience)
        .until(() -> confirmed.size() >= enough && handled.size() >= some);
  }

  /** Blocks until all that was confirmed is handled, at least once. */
  public void awaitAll(String about) {
    await("all that was confirmed is handled, " + about)
        .atMost(patience)
        .untilAsserted(() -> assertThat(missing()).isEmpty());
  }

  private Set<Long> missing() {
    Set<Long> missing = new TreeSet<>(confirmed);
    missing.removeAll(handled);
    return missing;
  }

  /** For who reads what a test has proved. */
  @Override
  public String toString() {
    return "%d confirmed, %d of them not handled, %d handled, %d of them again"
        .formatted(
            confirmed.size(), missing().size(), handled.size(), calls.get() - handled.size());
  }
}
