package io.millrace.kafka.deadletter;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.LettersStayException;
import io.millrace.queue.redrive.Redrive;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters in a Kafka topic. Their ids are {@code partition-offset}, as in {@code 3-4711}.
 *
 * <p>A topic cannot delete one record. Which dead letters are gone is remembered as committed
 * offsets of the consumer group {@code <topic>.redrive}; those at the start of a partition are then
 * deleted, unless that is switched off. The brokers forget a group's offsets a while after its last
 * commit (7 days, {@code offsets.retention.minutes}): dead letters that are gone, but lie behind
 * others that stay, would be shown again then.
 *
 * <p>A redriven dead letter is safe in its target before it is marked as gone. A crash in between
 * repeats at most one batch of 500, and loses none. Two redrives of one topic at the same time
 * would send the same letters and forget each other's marks: run one at a time.
 */
public final class DeadLetterTopic implements DeadLetterStore {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTopic.class);

  /** A walk ends by itself; this only bounds how long brokers may be silent. */
  private static final Duration IDLE_WAIT = Duration.ofMinutes(1);

  private final String topic;
  private final ClientSettings clients;
  private final boolean keepsHandled;
  private final Consumer<byte[], byte[]> consumer;

  DeadLetterTopic(String topic, ClientSettings clients, boolean keepsHandled) {
    this.topic = topic;
    this.clients = clients;
    this.keepsHandled = keepsHandled;
    consumer = clients.newConsumer(topic + ".redrive");
  }

  public static DeadLetterTopicBuilder builder() {
    return new DeadLetterTopicBuilder();
  }

  @Override
  public String description() {
    return "topic " + topic;
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws InterruptedException {
    LetterReader letters = LetterReader.of(consumer, topic);
    boolean goesOn = true;
    while (goesOn) {
      Optional<DeadLetter> letter = letters.next();
      goesOn = letter.isPresent() && reader.test(letter.get());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when this is no id
   */
  @Override
  public Optional<DeadLetter> find(String id) throws InterruptedException {
    LetterId wanted = LetterId.parse(id);
    LetterReader letters = LetterReader.of(consumer, topic);
    letters.skipTo(new TopicPartition(topic, wanted.partition()), wanted.offset());
    return letters.next().filter(letter -> letter.id().equals(id));
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    Set<String> topics = topics();
    Function<DeadLetter, Optional<String>> obstacle = letter -> obstacle(letter, topics);
    if (selection.isDryRun()) {
      return move(new Nowhere(), selection, obstacle);
    }
    try (Pusher<byte[]> target =
        KafkaPusher.builder(KafkaPayload.bytes())
            .properties(clients.properties())
            .topicOf(message -> message.partition().source())
            .name("the origins of " + topic)
            .build()) {
      return move(target, selection, obstacle);
    }
  }

  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    return move(target, selection, letter -> Optional.empty());
  }

  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    return move(new Nowhere(), selection, letter -> Optional.empty());
  }

  @Override
  public void close() {
    consumer.close();
  }

  private RedriveReport move(
      Pusher<byte[]> target, Selection selection, Function<DeadLetter, Optional<String>> obstacle)
      throws Exception {
    LetterReader reader = LetterReader.of(consumer, topic);
    SelectedLetters letters = new SelectedLetters(consumer, reader, selection.which(), obstacle);
    if (selection.isDryRun()) {
      long selected = 0;
      while (selected < selection.limit() && letters.next().isPresent()) {
        selected++;
      }
      return report(letters, selected, true, Optional.empty());
    }
    RedriveReport moved =
        Redrive.to(target)
            .atMostPerSecond(selection.perSecond())
            .lookingAt(selection.limit())
            .run(letters, IDLE_WAIT);
    if (!keepsHandled && moved.redriven() > 0) {
      deleteHandled(reader);
    }
    return report(letters, moved.redriven(), false, moved.failure());
  }

  private RedriveReport report(
      SelectedLetters letters, long moved, boolean isDryRun, Optional<Exception> failure) {
    Optional<Exception> stayed =
        letters.remarks().map(remarks -> new LettersStayException(topic + ": " + remarks));
    return new RedriveReport(
        letters.lookedAt(), moved, letters.lookedAt() - moved, isDryRun, failure.or(() -> stayed));
  }

  private Optional<String> obstacle(DeadLetter letter, Set<String> topics) {
    if (letter.origin().isEmpty()) {
      return Optional.of("it is not known where they came from; name a target");
    }
    return topics.contains(letter.origin())
        ? Optional.empty()
        : Optional.of(
            "they came from " + letter.origin() + ", which is no topic here; name a target");
  }

  private Set<String> topics() throws Exception {
    try (Admin admin = clients.newAdmin()) {
      return admin.listTopics().names().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Frees the disk of what is gone. They stay gone without it, so it may fail. */
  private void deleteHandled(LetterReader reader) throws InterruptedException {
    Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
    for (TopicPartition partition : reader.partitions()) {
      long prefix = reader.gone(partition).prefix();
      if (prefix > 0) {
        deletions.put(partition, RecordsToDelete.beforeOffset(prefix));
      }
    }
    try (Admin admin = clients.newAdmin()) {
      admin.deleteRecords(deletions).all().get();
    } catch (ExecutionException e) {
      LOG.warn("{}: what is gone could not be deleted, and takes room: {}", topic, e.getCause());
    }
  }

  /** Where what is dropped goes. */
  private static final class Nowhere implements Pusher<byte[]> {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public void push(List<Message<byte[]>> messages) {}
  }
}
