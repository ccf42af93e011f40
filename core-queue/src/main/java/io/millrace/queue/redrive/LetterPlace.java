package io.millrace.queue.redrive;

/**
 * A place where dead letters wait, which is walked through; {@link WalkedLetters} makes a store of
 * it.
 *
 * <p><b>Threads:</b> one.
 */
public interface LetterPlace extends AutoCloseable {
  /** What an operator calls it: {@code list orders:dead}. */
  String description();

  /** Begins a walk, to be closed by the caller. Blocks until the backend has answered. */
  LetterWalk walk() throws Exception;

  /** Finds out how they get back to where they came from. May block. */
  WayBack wayBack() throws Exception;

  @Override
  default void close() throws Exception {}
}
