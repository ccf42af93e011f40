package io.millrace.kafka.deadletter;

import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterWalk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One walk through a topic of dead letters. Those that are forgotten are marked as gone, which is
 * committed before {@link #forget} returns. Belongs to one thread.
 */
final class TopicWalk implements LetterWalk {
  private final Consumer<byte[], byte[]> consumer;
  private final LetterReader reader;
  private final Optional<Deletion> deletion;

  /** Those left early: what the brokers remember of them has no room for more marks. */
  private final List<TopicPartition> full = new ArrayList<>();

  /** Whether all that was moved is marked as gone, and nothing has failed since. */
  private boolean isMarked;

  /**
   * @param deletion of what is gone when the walk ends; empty where it is to stay in the topic
   */
  TopicWalk(Consumer<byte[], byte[]> consumer, LetterReader reader, Optional<Deletion> deletion) {
    this.consumer = consumer;
    this.reader = reader;
    this.deletion = deletion;
  }

  @Override
  public Optional<DeadLetter> next() throws InterruptedException {
    boolean wasMarked = isMarked;
    isMarked = false;
    Optional<DeadLetter> next = reader.next();
    isMarked = wasMarked;
    return next;
  }

  /** {@inheritDoc} Without reading what is before it. */
  @Override
  public Optional<DeadLetter> find(String id) throws InterruptedException {
    Optional<LetterId> wanted = LetterId.of(id);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    reader.skipTo(wanted.get());
    return reader.next().filter(letter -> letter.id().equals(id));
  }

  /** {@inheritDoc} A mark that has no room would bring the letter back after it was sent. */
  @Override
  public List<Message<byte[]>> forgettable(List<Message<byte[]>> letters) {
    Map<TopicPartition, GoneOffsets> then = new LinkedHashMap<>();
    for (Message<byte[]> letter : letters) {
      then.computeIfAbsent(partition(letter), partition -> reader.gone(partition).copy())
          .add(letter.offset(), letter.offset() + 1);
    }
    then.values().removeIf(GoneOffsets::fits);
    then.keySet().forEach(reader::leave);
    full.addAll(then.keySet());
    return letters.stream().filter(letter -> !then.containsKey(partition(letter))).toList();
  }

  @Override
  public Optional<String> remark() {
    return full.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "those that are gone of "
                + full
                + " lie so scattered between others that the brokers cannot remember more of them:"
                + " send back or drop the oldest ones, then go on");
  }

  @Override
  public void forget(List<Message<byte[]>> letters) {
    isMarked = false;
    Set<TopicPartition> touched = new HashSet<>();
    for (Message<byte[]> letter : letters) {
      TopicPartition partition = partition(letter);
      reader.gone(partition).add(letter.offset(), letter.offset() + 1);
      touched.add(partition);
    }
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    touched.forEach(partition -> commits.put(partition, reader.gone(partition).toCommit()));
    consumer.commitSync(commits);
    isMarked = true;
  }

  @Override
  public void close() {
    if (isMarked) {
      deletion.ifPresent(each -> each.run(reader));
    }
  }

  private static TopicPartition partition(Message<byte[]> letter) {
    return new TopicPartition(letter.partition().source(), letter.partition().index());
  }
}
