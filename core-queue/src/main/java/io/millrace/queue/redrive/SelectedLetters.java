package io.millrace.queue.redrive;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The dead letters of a walk that are selected, as a source; those that it is told are finished are
 * gone when {@link #settle} returns. Belongs to one thread.
 */
final class SelectedLetters implements Producer<byte[]> {
  private final LetterWalk walk;
  private final Predicate<DeadLetter> which;
  private final Function<DeadLetter, Optional<String>> obstacle;
  private final Map<String, Long> obstacles = new LinkedHashMap<>();
  private long lookedAt;

  /**
   * @param obstacle why a selected one has to stay
   */
  SelectedLetters(
      LetterWalk walk,
      Predicate<DeadLetter> which,
      Function<DeadLetter, Optional<String>> obstacle) {
    this.walk = walk;
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
    walk.remark().ifPresent(remarks::add);
    return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
  }

  /** Some that were selected had to stay. */
  void stayed(long count, String why) {
    if (count > 0) {
      obstacles.merge(why, count, Long::sum);
    }
  }

  /** The next that is selected and can go. */
  Optional<Message<byte[]>> next() throws Exception {
    while (true) {
      Optional<DeadLetter> letter = walk.next();
      if (letter.isEmpty()) {
        return Optional.empty();
      }
      lookedAt++;
      if (which.test(letter.get())) {
        Optional<String> why = obstacle.apply(letter.get());
        if (why.isEmpty()) {
          return letter.map(DeadLetter::message);
        }
        stayed(1, why.get());
      }
    }
  }

  /**
   * {@inheritDoc} Adds only what could be forgotten: the rest would be sent, and be there still.
   */
  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws Exception {
    boolean isAtEnd = false;
    while (!isAtEnd && fetch.count() == 0 && fetch.messageLimit() > 0) {
      List<Message<byte[]>> batch = new ArrayList<>();
      long bytes = 0;
      while (!isAtEnd
          && batch.size() < fetch.messageLimit()
          && (batch.isEmpty() || bytes < fetch.byteLimit())) {
        Optional<Message<byte[]>> message = next();
        message.ifPresent(batch::add);
        bytes += message.map(Message::sizeBytes).orElse(0);
        isAtEnd = message.isEmpty();
      }
      walk.forgettable(batch).forEach(fetch::add);
    }
    return isAtEnd ? FetchResult.END : FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) throws Exception {
    List<Message<byte[]>> finished =
        settlements.stream()
            .filter(settlement -> settlement.kind().isFinished())
            .map(Settlement::message)
            .toList();
    if (!finished.isEmpty()) {
      walk.forget(finished);
    }
  }

  @Override
  public Optional<Duration> lease() {
    return walk.lease();
  }

  @Override
  public void renew(List<Message<byte[]>> unsettled) throws Exception {
    walk.renew();
  }
}
