package io.millrace.kafka.transaction;

import io.millrace.kafka.assignment.AtomicCommit;
import io.millrace.kafka.assignment.CommittedOffsets;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
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
   * - A commit that fails is aborted. Where the client refuses that, as the commit may have happened, the producer is
   *   replaced by one of the same transactional id, whose start ends the transaction one way or the other.
   * - The committed offsets say which. They are asked after every failure: what a transaction left open would be
   *   committed by the next one.
   *
   * Why nothing stands still:
   *
   * - Every wait has a limit, and what fails is tried again by the next commit, if need be with another producer.
   * - A broker that starts may end a transaction without telling the group (Kafka 4.4 leaves out partitions that have no
   *   leader at that moment, as if they had been deleted). The group then takes its offsets to be open for ever, and
   *   answers nobody who asks for committed ones. It forgets them with the next transaction of the same transactional id
   *   that is aborted: so where offsets stay open although all our transactions have ended, one is begun and aborted.
   */

  private static final Logger log = LoggerFactory.getLogger(TransactionalCommit.class);

  /** Ends of transactions reach the group within milliseconds. */
  private static final Duration STABLE_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Consumer<?, ?> consumer;
  private final Map<String, Object> properties;
  private final OutputShelf shelf;

  /** Null before the first and after one has failed for good. */
  private @Nullable Producer<byte[], byte[]> producer;

  /** What a commit said that failed, and of which nobody knows whether it happened. */
  private Map<SourcePartition, OffsetAndMetadata> doubtful = Map.of();

  TransactionalCommit(Consumer<?, ?> consumer, Map<String, Object> properties, OutputShelf shelf) {
    this.consumer = consumer;
    this.properties = properties;
    this.shelf = shelf;
  }

  @Override
  public Map<TopicPartition, @Nullable OffsetAndMetadata> committed(
      Set<TopicPartition> partitions) {
    ready();
    return stable(partitions);
  }

  @Override
  public void commit(Map<SourcePartition, OffsetAndMetadata> offsets) {
    Producer<byte[], byte[]> open = ready();
    doubtful = offsets;
    try {
      open.beginTransaction();
      offsets.forEach(
          (partition, commit) -> send(open, shelf.of(partition, FinishedOffsets.of(commit))));
      open.sendOffsetsToTransaction(byTopic(offsets), consumer.groupMetadata());
      open.commitTransaction();
    } catch (RuntimeException e) {
      abort(open);
      throw inKafkasWords(e);
    }
    happened();
  }

  /** Sends up to the first that fails at once: each of a topic that is not there would wait. */
  private static void send(
      Producer<byte[], byte[]> open, List<ProducerRecord<byte[], byte[]>> records) {
    for (ProducerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> sent = open.send(record);
      if (sent.isDone()) {
        throwFailureOf(sent);
      }
    }
  }

  private static void throwFailureOf(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException("an output could not be sent: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static KafkaException inKafkasWords(RuntimeException e) {
    return e instanceof KafkaException kafka ? kafka : new KafkaException(e.toString(), e);
  }

  /** A producer that may begin a transaction, as all before are known to have ended. */
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
    Map<TopicPartition, @Nullable OffsetAndMetadata> found = stable(meant.keySet());
    boolean isCommitted =
        meant.entrySet().stream()
            .allMatch(each -> reaches(found.get(each.getKey()), each.getValue()));
    log.warn(
        "a transaction on {} that failed has {}",
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

  /** What is committed; nothing while a transaction on it is open. */
  private Map<TopicPartition, @Nullable OffsetAndMetadata> stable(Set<TopicPartition> partitions) {
    try {
      return CommittedOffsets.of(consumer, partitions, STABLE_TIMEOUT);
    } catch (TimeoutException e) {
      forgetOpen(partitions);
      throw e;
    }
  }

  /** Has the group forget offsets of ours that it takes to be open; the next to ask will know. */
  private void forgetOpen(Set<TopicPartition> partitions) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      return;
    }
    log.warn("the commits of {} are not known: a transaction is aborted to have them", partitions);
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    partitions.forEach(partition -> offsets.put(partition, new OffsetAndMetadata(0)));
    try {
      open.beginTransaction();
      open.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    } catch (RuntimeException e) {
      log.debug("offsets that were to be aborted could not be sent", e);
    }
    abort(open);
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
