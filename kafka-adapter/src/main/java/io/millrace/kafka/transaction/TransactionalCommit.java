package io.millrace.kafka.transaction;

import io.millrace.kafka.assignment.AtomicCommit;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of one consumer in a transaction with the outputs of what they say is
 * finished.
 *
 * <p><b>Threads:</b> the poll thread's.
 */
final class TransactionalCommit implements AtomicCommit {
  /*
   * Why nothing is doubled or lost:
   *
   * - A transaction has the outputs of exactly the messages that its offsets and metadata call finished. Who reads the
   *   offsets next leaves those out and handles all others.
   * - The group's coordinator takes offsets only from a member of the present generation. A consumer that has lost its
   *   partitions, and does not know yet, cannot commit; its outputs are aborted.
   * - Committed offsets are read only after open transactions on them have ended.
   * - A commit that fails half way, or is not answered, may have happened. Then the producer is replaced by one of the
   *   same transactional id, whose start ends the transaction one way or the other, and the committed offsets say which.
   */

  private static final Logger log = LoggerFactory.getLogger(TransactionalCommit.class);

  private static final Duration COMMITTED_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Consumer<?, ?> consumer;
  private final Map<String, Object> properties;
  private final OutputShelf shelf;

  /** Null before the first and after one has failed for good. */
  private @Nullable Producer<byte[], byte[]> producer;

  /** What a commit said of which nobody knows whether it happened. */
  private Map<SourcePartition, OffsetAndMetadata> doubtful = Map.of();

  TransactionalCommit(Consumer<?, ?> consumer, Map<String, Object> properties, OutputShelf shelf) {
    this.consumer = consumer;
    this.properties = properties;
    this.shelf = shelf;
  }

  @Override
  public void begin() {
    ready();
  }

  @Override
  public void commit(Map<SourcePartition, OffsetAndMetadata> offsets) {
    Producer<byte[], byte[]> open = ready();
    try {
      open.beginTransaction();
      offsets.forEach(
          (partition, commit) -> send(open, shelf.of(partition, FinishedOffsets.of(commit))));
      open.sendOffsetsToTransaction(byTopic(offsets), consumer.groupMetadata());
    } catch (RuntimeException e) {
      abort(open);
      throw inKafkasWords(e);
    }
    doubtful = offsets;
    try {
      open.commitTransaction();
    } catch (RuntimeException e) {
      discard(open);
      throw inKafkasWords(e);
    }
    happened();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // one that fails makes the transaction fail
  private static void send(
      Producer<byte[], byte[]> open, List<ProducerRecord<byte[], byte[]>> records) {
    records.forEach(open::send);
  }

  private static KafkaException inKafkasWords(RuntimeException e) {
    return e instanceof KafkaException kafka ? kafka : new KafkaException(e.toString(), e);
  }

  /** A producer that may begin a transaction, when all before are known to have ended. */
  private Producer<byte[], byte[]> ready() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = new KafkaProducer<>(properties);
      boolean isInitialised = false;
      try {
        open.initTransactions();
        isInitialised = true;
      } finally {
        if (!isInitialised) {
          open.close(Duration.ZERO);
        }
      }
      producer = open;
    }
    if (!doubtful.isEmpty()) {
      clearUp();
    }
    return open;
  }

  private void clearUp() {
    Map<TopicPartition, OffsetAndMetadata> meant = byTopic(doubtful);
    Map<TopicPartition, OffsetAndMetadata> found = committed(meant);
    boolean isCommitted =
        meant.entrySet().stream()
            .allMatch(each -> reaches(found.get(each.getKey()), each.getValue()));
    log.warn(
        "a transaction on {} that was not answered has {}",
        meant.keySet(),
        isCommitted ? "been committed" : "been aborted");
    if (isCommitted) {
      happened();
    } else {
      doubtful = Map.of();
    }
  }

  /** Offsets of one assignment only grow, and metadata never say the same twice. */
  private static boolean reaches(@Nullable OffsetAndMetadata found, OffsetAndMetadata meant) {
    return found != null
        && (found.offset() > meant.offset()
            || (found.offset() == meant.offset() && found.metadata().equals(meant.metadata())));
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(
      Map<TopicPartition, OffsetAndMetadata> of) {
    try {
      return consumer.committed(of.keySet(), COMMITTED_TIMEOUT);
    } catch (WakeupException e) {
      return consumer.committed(of.keySet(), COMMITTED_TIMEOUT); // the wake-up is used up now
    }
  }

  private void happened() {
    doubtful.forEach((partition, commit) -> shelf.clear(partition, FinishedOffsets.of(commit)));
    doubtful = Map.of();
  }

  private void abort(Producer<byte[], byte[]> open) {
    try {
      open.abortTransaction();
    } catch (RuntimeException e) {
      log.debug("a transaction could not be aborted; its producer's successor does it", e);
      discard(open);
    }
  }

  private void discard(Producer<byte[], byte[]> open) {
    producer = null;
    open.close(Duration.ZERO);
  }

  private static Map<TopicPartition, OffsetAndMetadata> byTopic(
      Map<SourcePartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> result = new HashMap<>();
    offsets.forEach(
        (partition, commit) ->
            result.put(new TopicPartition(partition.source(), partition.index()), commit));
    return result;
  }

  @Override
  public void close() {
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      producer = null;
      open.close(CLOSE_TIMEOUT);
    }
  }
}
