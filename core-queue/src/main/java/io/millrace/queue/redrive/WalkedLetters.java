package io.millrace.queue.redrive;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A store of dead letters that are reached by walking through them.
 *
 * <p>A redriven dead letter is safe in its target before it is gone where it waited. A crash in
 * between repeats at most one batch of 500, and loses none. Two redrives of one place at the same
 * time may send letters twice, or miss some, which stay: run one at a time.
 *
 * <p><b>Failure:</b> that of the place, and of its walks.
 */
public final class WalkedLetters implements DeadLetterStore {
  /** A walk ends by itself; this only bounds how long the backend may be silent. */
  private static final Duration IDLE_WAIT = Duration.ofMinutes(1);

  private final LetterPlace place;

  /**
   * @param place closed with this
   */
  public WalkedLetters(LetterPlace place) {
    this.place = requireNonNull(place);
  }

  @Override
  public String description() {
    return place.description();
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws Exception {
    try (LetterWalk walk = place.walk()) {
      boolean goesOn = true;
      while (goesOn) {
        Optional<DeadLetter> letter = walk.next();
        goesOn = letter.isPresent() && reader.test(letter.get());
      }
    }
  }

  @Override
  public Optional<DeadLetter> find(String id) throws Exception {
    try (LetterWalk walk = place.walk()) {
      return walk.find(id);
    }
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    WayBack back = place.wayBack();
    try (Pusher<byte[]> target = selection.isDryRun() ? new Nowhere() : back.pusher()) {
      return move(target, selection, back::obstacle);
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
  public void close() throws Exception {
    place.close();
  }

  private RedriveReport move(
      Pusher<byte[]> target, Selection selection, Function<DeadLetter, Optional<String>> obstacle)
      throws Exception {
    try (LetterWalk walk = place.walk()) {
      SelectedLetters letters = new SelectedLetters(walk, selection.which(), obstacle);
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
      if (moved.failure().isEmpty()) {
        letters.stayed(moved.lookedAt() - moved.redriven(), "the target did not take them");
      }
      return report(letters, moved.redriven(), false, moved.failure());
    }
  }

  private RedriveReport report(
      SelectedLetters letters, long moved, boolean isDryRun, Optional<Exception> failure) {
    Optional<Exception> stayed =
        letters
            .remarks()
            .map(remarks -> new LettersStayException(place.description() + ": " + remarks));
    return new RedriveReport(
        letters.lookedAt(), moved, letters.lookedAt() - moved, isDryRun, failure.or(() -> stayed));
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
