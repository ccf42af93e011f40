package io.millrace.kafka.deadletter;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.record.RecordHeaders;
import io.millrace.kafka.record.RecordText;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One walk through a topic of dead letters, from its start to what was its end when the walk began,
 * past those that are gone. Belongs to one thread.
 */
final class LetterReader {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Headers of a message on its way through retries; a dead letter has none of that before it. */
  private static final List<String> RETRY_HEADERS = List.of("millrace-attempt", "millrace-due");

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Map<TopicPartition, GoneOffsets> gone = new HashMap<>();
  private final Map<Integer, SourcePartition> sources = new HashMap<>();

  /** Where each partition was to end, of those that have not been read so far. */
  private final Map<TopicPartition, Long> unread = new HashMap<>();

  /** The lowest offset that can come next. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

  private LetterReader(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Begins a walk, with the assignment of the consumer replaced. */
  static LetterReader of(Consumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist");
    }
    LetterReader reader = new LetterReader(consumer, topic);
    reader.begin(partitions);
    return reader;
  }

  private void begin(List<TopicPartition> partitions) {
    Set<TopicPartition> all = new HashSet<>(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    for (TopicPartition partition : partitions) {
      long start = starts.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      OffsetAndMetadata known = committed.get(partition);
      // An offset beyond the end is that of a topic that was deleted and made again.
      GoneOffsets offsets =
          known == null || known.offset() > end ? GoneOffsets.below(0) : GoneOffsets.from(known);
      offsets.add(0, start);
      gone.put(partition, offsets);
      sources.put(
          partition.partition(), new SourcePartition(partition.topic(), partition.partition()));
      next.put(partition, offsets.prefix());
      if (offsets.prefix() < end) {
        unread.put(partition, end);
      }
    }
    consumer.assign(unread.keySet());
    unread.keySet().forEach(partition -> consumer.seek(partition, gone(partition).prefix()));
  }

  /** What is gone of a partition, to add to. */
  GoneOffsets gone(TopicPartition partition) {
    GoneOffsets offsets = gone.get(partition);
    if (offsets == null) {
      throw new IllegalArgumentException("no partition of this topic: " + partition);
    }
    return offsets;
  }

  Collection<TopicPartition> partitions() {
    return gone.keySet();
  }

  /** The next one; empty at the end. Blocks while the brokers are asked. */
  Optional<DeadLetter> next() throws InterruptedException {
    while (true) {
      while (!fetched.isEmpty()) {
        ConsumerRecord<byte[], byte[]> letter = fetched.removeFirst();
        TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
        Long end = unread.get(partition);
        if (end != null && letter.offset() >= end) {
          finish(partition, end);
        } else if (end != null && !pass(partition, letter.offset())) {
          return Optional.of(letter(letter));
        }
      }
      finishThoseAtTheirEnd();
      if (unread.isEmpty()) {
        return Optional.empty();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      consumer.poll(POLL).forEach(fetched::addLast);
    }
  }

  /** Goes straight to a letter, and no farther than that; to the end when it is not there. */
  void skipTo(LetterId letter) {
    TopicPartition partition = new TopicPartition(topic, letter.partition());
    long offset = letter.offset();
    Long end = unread.get(partition);
    unread.clear();
    if (end != null && offset < end && !gone(partition).contains(offset)) {
      unread.put(partition, offset + 1);
      next.put(partition, offset);
    }
    consumer.assign(Set.copyOf(unread.keySet()));
    unread.keySet().forEach(only -> consumer.seek(only, offset));
  }

  /** Reads no more of a partition. */
  void leave(TopicPartition partition) {
    unread.remove(partition);
    consumer.assign(Set.copyOf(unread.keySet()));
  }

  /** All that was fetched has been handed out: a partition at its end has nothing more. */
  private void finishThoseAtTheirEnd() {
    for (TopicPartition partition : List.copyOf(unread.keySet())) {
      long end = unread.getOrDefault(partition, 0L);
      // Also where the last offsets are no records, but marks of transactions.
      if (consumer.position(partition) >= end) {
        finish(partition, end);
      }
    }
  }

  private void finish(TopicPartition partition, long end) {
    pass(partition, end);
    leave(partition);
  }

  /**
   * Comes to an offset. Those left out before it are no records, and count as gone, so that they do
   * not stand between those that are.
   *
   * @return whether it was gone already
   */
  private boolean pass(TopicPartition partition, long offset) {
    GoneOffsets offsets = gone(partition);
    long from = next.getOrDefault(partition, offset);
    if (offset > from) {
      offsets.add(from, offset);
    }
    next.put(partition, Math.max(from, offset + 1));
    return offsets.contains(offset);
  }

  private DeadLetter letter(ConsumerRecord<byte[], byte[]> letter) {
    byte[] value = letter.value();
    Message.Builder<byte[]> message;
    try {
      message = Message.builder(KafkaPayload.bytes().decode(value));
    } catch (Exception e) {
      throw new IllegalStateException("bytes need no decoding", e);
    }
    byte[] key = letter.key();
    Map<String, String> headers = RecordHeaders.read(letter.headers()).toMap();
    RETRY_HEADERS.forEach(headers::remove);
    SourcePartition source = sources.get(letter.partition());
    if (source == null) {
      throw new IllegalStateException("not assigned: partition " + letter.partition());
    }
    return new DeadLetter(
        letter.partition() + "-" + letter.offset(),
        message
            .key(key == null ? null : RecordText.of(key))
            .headers(Headers.of(headers))
            .position(source, letter.offset())
            .timestampMillis(Math.max(0, letter.timestamp()))
            .sizeBytes((value == null ? 0 : value.length) + (key == null ? 0 : key.length))
            .build());
  }
}
