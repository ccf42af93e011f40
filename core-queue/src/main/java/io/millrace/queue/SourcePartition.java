package io.millrace.queue;

/**
 * One assignment of a part of a source (a topic partition, a file, a list) to the producer that
 * reads it.
 *
 * <p>A producer makes a new instance each time it is given the part, and gives it to every message
 * it reads there. When the part is taken away it calls {@link #revoke}; from then on the engine
 * hands out none of these messages. Those already with a handler are settled as what became of
 * them, for the producer to accept or, if the part is no longer its own, to refuse; one that fails
 * is settled as {@link Settlement.Kind#RETURNED}. Compared by identity: the same part assigned
 * twice is two instances, so that results of the first assignment are never taken for the second's.
 *
 * <p><b>Threads:</b> any.
 */
public final class SourcePartition {
  private final String source;
  private final int index;

  /** Written once by the producer's thread, read by every worker before it hands out a message. */
  private volatile boolean revoked;

  /**
   * @param source what is read, as an operator knows it: a topic, a file's path, a list's name
   * @param index the part of it, from 0; 0 where the source has no parts
   */
  public SourcePartition(String source, int index) {
    this.source = source;
    this.index = index;
  }

  public String source() {
    return source;
  }

  public int index() {
    return index;
  }

  /** Ends this assignment, for good. */
  public void revoke() {
    revoked = true;
  }

  public boolean isRevoked() {
    return revoked;
  }

  @Override
  public String toString() {
    return source + "[" + index + "]";
  }
}
