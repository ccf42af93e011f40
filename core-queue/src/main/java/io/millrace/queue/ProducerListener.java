package io.millrace.queue;

/**
 * Hears of single producers. Called by the producer's thread: must not block, and what it throws is
 * logged.
 */
public interface ProducerListener {
  /** The producer answered {@link FetchResult#PAUSED}. */
  default void onProducerPause(int index) {}

  /** The producer answered otherwise again. */
  default void onProducerResume(int index) {}

  /** A call to the producer, or to its factory, failed. */
  default void onProducerFailure(int index, Exception failure) {}
}
