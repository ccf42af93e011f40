package io.millrace.kafka.share;

import io.millrace.kafka.record.RecordMessage;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records away that the queue cannot have, as they are: pushes them on a thread of its own,
 * again and again until it succeeds, while the member keeps their locks.
 *
 * <p><b>Threads:</b> the poll thread's.
 */
public final class PoisonDesk {
  private static final Logger log = LoggerFactory.getLogger(PoisonDesk.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final byte[] EMPTY = {};

  private final Pusher<byte[]> pusher;
  private final ScheduledExecutorService thread;
  private final ConcurrentLinkedQueue<HeldRecord> done = new ConcurrentLinkedQueue<>();
  private int waiting;

  /**
   * @param name of its thread
   */
  public PoisonDesk(Pusher<byte[]> pusher, String name) {
    this.pusher = pusher;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Takes a record; {@link #done} has it once it is safe at the pusher. */
  public void take(HeldRecord record, String reason, @Nullable Exception cause) {
    waiting++;
    Message<byte[]> letter = letterOf(record, reason, cause);
    thread.execute(() -> push(record, letter));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what it brings goes to the done ones
  private void push(HeldRecord record, Message<byte[]> letter) {
    try {
      pusher.push(List.of(letter));
      done.add(record);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the desk is closed; the record goes back to its group
    } catch (Exception e) {
      log.error("{} cannot be pushed to {}, next try in {}", letter, pusher.name(), PAUSE, e);
      if (!thread.isShutdown()) {
        thread.schedule(() -> push(record, letter), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private static Message<byte[]> letterOf(
      HeldRecord held, String reason, @Nullable Exception cause) {
    ConsumerRecord<byte[], byte[]> record = held.record();
    byte[] value = record.value();
    Message<byte[]> message =
        RecordMessage.describe(
                Message.builder(value == null ? EMPTY : value), record, held.partition())
            .build();
    Headers headers =
        message
            .headers()
            .with(DeadLetterHeaders.REASON, reason)
            .with(DeadLetterHeaders.ATTEMPTS, Integer.toString(held.deliveryCount()))
            .with(DeadLetterHeaders.ORIGIN, record.topic())
            .with(DeadLetterHeaders.POSITION, record.partition() + "@" + record.offset())
            .with(DeadLetterHeaders.TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    if (cause != null) {
      headers = headers.with(DeadLetterHeaders.EXCEPTION, cause.toString());
    }
    return message.toBuilder().headers(headers).build();
  }

  /** The records that have become safe since the last call. */
  public List<HeldRecord> done() {
    if (waiting == 0) {
      return List.of();
    }
    List<HeldRecord> records = new ArrayList<>();
    Optional<HeldRecord> next = Optional.ofNullable(done.poll());
    while (next.isPresent()) {
      records.add(next.get());
      next = Optional.ofNullable(done.poll());
    }
    waiting -= records.size();
    return records;
  }

  /** Waits for pushes under way, up to {@code timeout}, and begins no more. */
  public void close(Duration timeout) throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.shutdownNow();
    }
  }
}
