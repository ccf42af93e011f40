package io.millrace.daemon.spi;

import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where a pipeline's messages come from. Its producers belong to one queue; it is closed after that
 * queue has stopped.
 */
public interface Source extends AutoCloseable {
  /** What an operator calls it, for logs: {@code file /var/log/dpkg.log}. */
  String description();

  ProducerFactory<byte[]> producers();

  /**
   * Told once, before the pipeline starts, by what to tell whether an operator has paused it: for a
   * source with clients of its own, who want to know why they wait.
   *
   * @param isPaused cheap; any thread may ask
   */
  default void pausedBy(BooleanSupplier isPaused) {}

  /**
   * Tells where to put messages that the source itself has to give up, before the first producer is
   * made. The source does not close it.
   */
  default void deadLettersTo(Pusher<byte[]> pusher) {}

  /**
   * How many producers can be of use, for the pipeline's default; a file source answers the number
   * of its files.
   */
  default int usefulProducers() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** What it needs that only one part of a process can have. */
  default Optional<Exclusive> exclusive() {
    return Optional.empty();
  }

  /**
   * Whether its messages can have keys: where none does, an order of keys is a mistake of the
   * configuration.
   */
  default boolean hasKeys() {
    return true;
  }

  /**
   * Whether it reads what is appended to this file, be it there or not: a pipeline that writes
   * there would feed itself without end.
   */
  default boolean reads(Path file) {
    return false;
  }

  /** How far it is, where its size is known; called from any thread, cheap. */
  default Optional<Progress> progress() {
    return Optional.empty();
  }

  /**
   * Empty when it is attached to its backend; else what is missing, in words. Called from any
   * thread, cheap.
   */
  default Optional<String> notReady() {
    return Optional.empty();
  }

  /**
   * Why it comes, or came, to its end without all it was to read, in words: the run then fails.
   * Empty when nothing is left out. Called from any thread, cheap.
   */
  default Optional<String> incomplete() {
    return Optional.empty();
  }

  /**
   * How many lines it left out because they are longer than its limit; the pipeline's report tells.
   * Called from any thread, cheap.
   */
  default long skipped() {
    return 0;
  }

  /**
   * Pushes messages so that this source offers them, as the way back of dead letters: each knows by
   * its {@link io.millrace.queue.Message#partition} where in the source it came from. Empty where
   * there is none. The caller closes it.
   */
  default Optional<Pusher<byte[]>> wayBack() {
    return Optional.empty();
  }

  @Override
  default void close() throws Exception {}

  /**
   * How far a source is.
   *
   * @param done read so far, in {@code unit}
   * @param total all there is, in {@code unit}
   * @param unit what is counted, in the plural: {@code bytes}
   */
  record Progress(long done, long total, String unit) {}
}
