package io.millrace.redis.deadletter;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The dead letters that are selected, as a source; those that it is told are finished are gone when
 * {@link #settle} returns. Belongs to one thread.
 */
final class SelectedLetters implements Producer<byte[]> {
  private final LetterWalk walk;
  private final SourcePartition partition;
  private final Predicate<DeadLetter> which;
  private final Function<DeadLetter, Optional<String>> obstacle;
  private final Map<String, Integer> obstacles = new LinkedHashMap<>();
  private long lookedAt;

  /**
   * @param obstacle why a selected one has to stay
   */
  SelectedLetters(
      LetterWalk walk,
      SourcePartition partition,
      Predicate<DeadLetter> which,
      Function<DeadLetter, Optional<String>> obstacle) {
    this.walk = walk;
    this.partition = partition;
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
    return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
  }

  /** The next that is selected and can go. */
  Optional<Message<byte[]>> next() throws InterruptedException {
    while (true) {
      Optional<Letter> found = walk.next();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      lookedAt++;
      DeadLetter letter = found.get().toDeadLetter(partition);
      if (which.test(letter)) {
        Optional<String> why = obstacle.apply(letter);
        if (why.isEmpty()) {
          return Optional.of(letter.message().toBuilder().handle(found.get()).build());
        }
        obstacles.merge(why.get(), 1, Integer::sum);
      }
    }
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws InterruptedException {
    long bytes = 0;
    while (fetch.count() < fetch.messageLimit()
        && (fetch.count() == 0 || bytes < fetch.byteLimit())) {
      Optional<Message<byte[]>> message = next();
      if (message.isEmpty()) {
        return FetchResult.END;
      }
      fetch.add(message.get());
      bytes += message.get().sizeBytes();
    }
    return FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    List<Letter> finished = new ArrayList<>();
    for (Settlement<byte[]> settlement : settlements) {
      if (settlement.kind().isFinished()
          && settlement.message().handle() instanceof Letter letter) {
        finished.add(letter);
      }
    }
    walk.forget(finished);
  }
}
