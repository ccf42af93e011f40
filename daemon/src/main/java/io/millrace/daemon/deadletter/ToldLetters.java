package io.millrace.daemon.deadletter;

import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Dead letters of an adapter, with its exceptions put into an operator's words. */
public final class ToldLetters implements DeadLetterStore {
  private final DeadLetterStore letters;
  private final UnaryOperator<Exception> inWords;

  /**
   * @param letters closed with this
   * @param inWords what is thrown in place of an exception; the same where it has no better words
   */
  public ToldLetters(DeadLetterStore letters, UnaryOperator<Exception> inWords) {
    this.letters = letters;
    this.inWords = inWords;
  }

  @Override
  public String description() {
    return letters.description();
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws Exception {
    in(
        () -> {
          letters.read(reader);
          return true;
        });
  }

  @Override
  public Optional<DeadLetter> find(String id) throws Exception {
    return in(() -> letters.find(id));
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    return in(() -> letters.redrive(selection));
  }

  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    return in(() -> letters.redriveTo(target, selection));
  }

  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    return in(() -> letters.drop(selection));
  }

  @Override
  public void close() throws Exception {
    letters.close();
  }

  private interface Use<V> {
    V use() throws Exception;
  }

  private <V> V in(Use<V> use) throws Exception {
    try {
      return use.use();
    } catch (Exception e) {
      throw inWords.apply(e);
    }
  }
}
