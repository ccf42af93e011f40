package io.millrace.broker.journal;

import java.io.UncheckedIOException;

/** Is told how far a journal is durable, or that it gets no further. */
@FunctionalInterface
public interface DurableListener {
  /**
   * Called on the owner's thread, within or outside an append.
   *
   * @param position up to which, included, all commands are durable now
   */
  void durable(long position);

  /**
   * Called on the owner's thread when the journal has become unusable: what is not durable by now
   * never will be. Must not call the journal.
   */
  default void failed(UncheckedIOException cause) {}
}
