package io.millrace.queue.redrive;

import io.millrace.queue.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One walk through dead letters where they wait, from the oldest to what was the newest when it
 * began. What is looked at stays there unless it is forgotten.
 *
 * <p><b>Threads:</b> one. <b>After a crash</b> all is there that was not forgotten.
 */
public interface LetterWalk extends AutoCloseable {
  /** The next one; empty at the end. May block, and can be interrupted. */
  Optional<DeadLetter> next() throws Exception;

  /** Goes on to the one of this id, and past all before it; empty when it is not among them. */
  default Optional<DeadLetter> find(String id) throws Exception {
    Optional<DeadLetter> letter = next();
    while (letter.isPresent() && !letter.get().id().equals(id)) {
      letter = next();
    }
    return letter;
  }

  /**
   * Those that could be forgotten, all of them together, once they are safe elsewhere; the others
   * have to stay, as {@link #remark} tells.
   *
   * @param letters as those of {@link #forget}
   */
  default List<Message<byte[]>> forgettable(List<Message<byte[]>> letters) {
    return letters;
  }

  /** Why some could not be forgotten, in words; empty when all could. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /**
   * Has letters that this walk came by be gone for good.
   *
   * @param letters their messages, with the handles that they came with
   */
  void forget(List<Message<byte[]>> letters) throws Exception;

  /** How long the walk has what it came by, unless it is renewed; empty for as long as it takes. */
  default Optional<Duration> lease() {
    return Optional.empty();
  }

  /** Begins the {@link #lease} anew. */
  default void renew() throws Exception {}

  /** Ends the walk; what it has is in its old place again. */
  @Override
  default void close() throws Exception {}
}
