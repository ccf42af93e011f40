package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.departure.Departures;
import io.millrace.kafka.record.RetryHeaders;
import io.millrace.queue.Fetch;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Lets messages that wait for a retry and hold up their partition wait in a topic instead, with
 * their attempt and the time they are due. The poll thread's.
 */
final class RetryTopic<T> implements AutoCloseable {
  private static final long GIVE_BACK_NANOS = Duration.ofMillis(100).toNanos();

  private final String topic;
  private final Pusher<byte[]> pusher;
  private final Departures departures;
  private final int gapLimit;
  private long nextGiveBackNanos = System.nanoTime();

  RetryTopic(String topic, Pusher<byte[]> pusher, Departures departures, int gapLimit) {
    this.topic = topic;
    this.pusher = pusher;
    this.departures = departures;
    this.gapLimit = gapLimit;
  }

  /**
   * Asks back what waits in the queue of partitions that have reached the gap limit: the older
   * half, as that is what holds them up.
   */
  void relieve(Fetch<T> fetch, Collection<AssignedPartition> partitions) {
    long now = System.nanoTime();
    if (now - nextGiveBackNanos < 0) {
      return;
    }
    nextGiveBackNanos = now + GIVE_BACK_NANOS;
    for (AssignedPartition partition : partitions) {
      if (partition.gap() >= gapLimit) {
        long below = partition.prefix() + Math.max(1, gapLimit / 2);
        if (fetch.giveBack(partition.source(), below) > 0) {
          partition.expectBack(below);
        }
      }
    }
  }

  /** Sends a message that came back; it is finished in its partition once it is safe here. */
  void send(Settlement<T> settlement, AssignedPartition partition) {
    Message<T> message = settlement.message();
    long due = System.currentTimeMillis() + settlement.delay().toMillis();
    Headers headers =
        message
            .headers()
            .withAll(
                Map.of(
                    RetryHeaders.ATTEMPT,
                    Integer.toString(message.attempt()),
                    RetryHeaders.DUE,
                    Long.toString(due)));
    departures.send(partition, Messages.raw(message, headers), pusher);
  }

  boolean holds(AssignedPartition partition) {
    return partition.id().topic().equals(topic);
  }

  /** When a record of the topic is due, in milliseconds since the epoch; 0 if it does not say. */
  static long due(ConsumerRecord<String, byte[]> record) {
    return number(record.headers().lastHeader(RetryHeaders.DUE), 0);
  }

  /** The message with the attempt it says to be, and without the marks of its stay in the topic. */
  static <T> Message<T> unmarked(Message<T> message, ConsumerRecord<String, byte[]> record) {
    long attempt = number(record.headers().lastHeader(RetryHeaders.ATTEMPT), 1);
    Map<String, String> headers = message.headers().toMap();
    headers.remove(RetryHeaders.ATTEMPT);
    headers.remove(RetryHeaders.DUE);
    return message.toBuilder()
        .headers(Headers.of(headers))
        .attempt((int) Math.max(1, Math.min(attempt, Integer.MAX_VALUE)))
        .build();
  }

  private static long number(@Nullable Header header, long otherwise) {
    if (header == null || header.value() == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(new String(header.value(), UTF_8));
    } catch (NumberFormatException e) {
      return otherwise; // not written by a source: then it is a record like any other
    }
  }

  @Override
  public void close() throws Exception {
    pusher.close();
  }
}
