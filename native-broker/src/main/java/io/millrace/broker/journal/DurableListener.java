package io.millrace.broker.journal;

/** Is told how far a journal is durable. */
@FunctionalInterface
public interface DurableListener {
  /**
   * Called on the owner's thread, within or outside an append.
   *
   * @param position up to which, included, all commands are durable now
   */
  void durable(long position);
}
