package io.millrace.kafka.deadletter;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.redrive.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The dead letters that are selected, as a source; those that it is told are finished are gone,
 * which is committed before {@link #settle} returns. Belongs to one thread.
 */
final class SelectedLetters implements Producer<byte[]> {
  private final Consumer<byte[], byte[]> consumer;
  private final LetterReader reader;
  private final Predicate<DeadLetter> which;
  private final Function<DeadLetter, Optional<String>> obstacle;
  private final Map<String, Integer> obstacles = new LinkedHashMap<>();
  private final List<TopicPartition> full = new ArrayList<>();
  private long lookedAt;

  /**
   * @param obstacle why a selected one has to stay
   */
  SelectedLetters(
      Consumer<byte[], byte[]> consumer,
      LetterReader reader,
      Predicate<DeadLetter> which,
      Function<DeadLetter, Optional<String>> obstacle) {
    this.consumer = consumer;
    this.reader = reader;
    this.which = which;
    this.obstacle = obstacle;
  }

  /** How many were looked at, also those not selected. */
  long lookedAt() {
    return lookedAt;
  }

  /** Why selected ones had to stay, and how many; empty when none had to. */
  Optional<String> remarks() {
    List<String> remarks = new ArrayList<>();
    obstacles.forEach((why, count) -> remarks.add(count + " had to stay: " + why));
    if (!full.isEmpty()) {
      remarks.add(
          "those that are gone of "
              + full
              + " lie so scattered between others that the brokers cannot remember more of them:"
              + " send back or drop the oldest ones, then go on");
    }
    return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
  }

  /** The next that is selected and can go. */
  Optional<DeadLetter> next() throws InterruptedException {
    while (true) {
      Optional<DeadLetter> letter = reader.next();
      if (letter.isEmpty()) {
        return letter;
      }
      lookedAt++;
      if (which.test(letter.get())) {
        Optional<String> why = obstacle.apply(letter.get());
        if (why.isEmpty()) {
          return letter;
        }
        obstacles.merge(why.get(), 1, Integer::sum);
      }
    }
  }

  /**
   * {@inheritDoc} Adds only what could be marked as gone: a mark that has no room would bring the
   * letter back after it was sent.
   */
  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws InterruptedException {
    while (fetch.count() == 0) {
      Map<TopicPartition, List<Message<byte[]>>> batch = new LinkedHashMap<>();
      long bytes = 0;
      int count = 0;
      while (count < fetch.messageLimit() && (count == 0 || bytes < fetch.byteLimit())) {
        Optional<DeadLetter> letter = next();
        if (letter.isEmpty()) {
          addThatFit(batch, fetch);
          return FetchResult.END;
        }
        Message<byte[]> message = letter.get().message();
        batch.computeIfAbsent(partition(message), p -> new ArrayList<>()).add(message);
        bytes += message.sizeBytes();
        count++;
      }
      addThatFit(batch, fetch);
    }
    return FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    for (Settlement<byte[]> settlement : settlements) {
      if (settlement.kind().isFinished()) {
        TopicPartition partition = partition(settlement.message());
        long offset = settlement.message().offset();
        reader.gone(partition).add(offset, offset + 1);
        commits.put(partition, new OffsetAndMetadata(0));
      }
    }
    commits.replaceAll((partition, unset) -> reader.gone(partition).toCommit());
    if (!commits.isEmpty()) {
      consumer.commitSync(commits);
    }
  }

  private void addThatFit(Map<TopicPartition, List<Message<byte[]>>> batch, Fetch<byte[]> fetch) {
    batch.forEach(
        (partition, messages) -> {
          GoneOffsets then = reader.gone(partition).copy();
          messages.forEach(message -> then.add(message.offset(), message.offset() + 1));
          if (then.fits()) {
            messages.forEach(fetch::add);
          } else {
            full.add(partition);
            reader.leave(partition);
          }
        });
  }

  private static TopicPartition partition(Message<byte[]> message) {
    return new TopicPartition(message.partition().source(), message.partition().index());
  }
}
