package io.millrace.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Pushes messages to Kafka topics.
 *
 * <p>A message is safe when all replicas in sync have it ({@code acks=all}); retries of the client
 * write it once and in order (idempotent producer). Messages of one key go to one partition, those
 * without a key to any; headers travel along. A record gets the time at which it is sent: with the
 * time of an old message it could be gone by the topic's retention before anybody has read it.
 *
 * <p><b>Failure:</b> a message fails when Kafka refuses it, or has not confirmed it within the
 * delivery timeout. In the second case it may have been written all the same, and pushing it again
 * leads to a duplicate. Later messages of a batch may be safe where an earlier one failed.
 *
 * <p><b>Threads:</b> any, several at once; they share one client and its buffer. <b>Blocks:</b>
 * until Kafka has answered for every message of the push, with all of them under way at the same
 * time.
 *
 * @param <T> the payload
 */
public final class KafkaPusher<T> implements Pusher<T> {
  private final String name;
  private final OutgoingRecords<T> records;
  private final ProducerSettings settings;
  private final SharedProducer producer;

  KafkaPusher(
      String name, OutgoingRecords<T> records, ProducerSettings settings, SharedProducer producer) {
    this.name = name;
    this.records = records;
    this.settings = settings;
    this.producer = producer;
  }

  /**
   * @param payload how payloads become values
   */
  public static <T> KafkaPusherBuilder<T> builder(KafkaPayload<T> payload) {
    return new KafkaPusherBuilder<>(payload);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Sends all messages, then waits for all answers.
   *
   * @throws PushException names the messages that are not known to be safe, and says why; its cause
   *     is the {@link KafkaSendException} of the first
   * @throws InterruptedException while waiting; it is unknown which messages were taken
   * @throws IllegalStateException after {@link #close}
   */
  @Override
  public void push(List<Message<T>> messages) throws PushException, InterruptedException {
    Producer<byte[], byte[]> current = producer.current();
    PushAttempt attempt = new PushAttempt(messages.size(), settings);
    for (int i = 0; i < messages.size() && !attempt.isHopeless(); i++) {
      send(current, messages.get(i), i, attempt);
    }
    attempt.awaitAll();
    if (!attempt.isClean()) {
      producer.discardIfBroken(current, attempt.causes());
      throw attempt.toException();
    }
  }

  /**
   * Sends one message without waiting for the answer; blocks only while the client's buffer is full
   * or the topic is still unknown to it, as {@code max.block.ms} says. Messages of one key that are
   * sent one after the other from one thread keep their order.
   *
   * @return fails with a {@link KafkaSendException}. Completed on the client's network thread,
   *     which work that depends on it must not hold up: use the {@code Async} methods for more than
   *     a moment's work
   * @throws IllegalStateException after {@link #close}
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback gets the answer
  public CompletableFuture<RecordMetadata> send(Message<T> message) {
    CompletableFuture<RecordMetadata> answer = new CompletableFuture<>();
    Producer<byte[], byte[]> current = producer.current();
    String topic = "?";
    try {
      topic = records.topicOf(message);
      String known = topic;
      current.send(
          records.of(topic, message),
          (metadata, failure) -> {
            if (failure == null) {
              answer.complete(requireNonNull(metadata));
            } else {
              fail(answer, current, known, failure);
            }
          });
    } catch (Exception e) {
      fail(answer, current, topic, e);
    }
    return answer;
  }

  /**
   * Sends what is still in the buffer, and lets go of the client. Blocks at most as long as the
   * close timeout; what has not been confirmed by then fails. Calling it again does nothing.
   */
  @Override
  public void close() throws InterruptedException {
    producer.close();
  }

  private void send(
      Producer<byte[], byte[]> current, Message<T> message, int place, PushAttempt attempt)
      throws InterruptedException {
    String topic = "?";
    try {
      topic = records.topicOf(message);
      if (attempt.hasGivenUp(topic)) {
        attempt.failLike(topic, place);
        return;
      }
      Future<RecordMetadata> answer = current.send(records.of(topic, message));
      attempt.sent(place, topic, answer);
    } catch (InterruptException e) {
      // Kafka sets the flag and throws an unchecked exception.
      Thread.interrupted();
      throw (InterruptedException) new InterruptedException("interrupted in a push").initCause(e);
    } catch (Exception e) {
      attempt.failed(place, topic, e);
    }
  }

  private void fail(
      CompletableFuture<RecordMetadata> answer,
      Producer<byte[], byte[]> client,
      String topic,
      Exception failure) {
    producer.discardIfBroken(client, List.of(failure));
    answer.completeExceptionally(
        new KafkaSendException(SendFailure.inWords(failure, topic, settings), failure));
  }
}
