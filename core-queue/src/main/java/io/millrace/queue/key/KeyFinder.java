package io.millrace.queue.key;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a source's messages the keys that are found in themselves, and warns once of a message
 * without one where the order goes by keys.
 *
 * <p><b>Threads:</b> any.
 *
 * @param <T> the payload
 */
public final class KeyFinder<T> {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFinder.class);

  private final String kind;
  private final Optional<Function<? super Message<T>, Optional<String>>> keyOf;
  private final boolean needsKeys;
  private final AtomicBoolean hasWarned = new AtomicBoolean();

  /**
   * @param kind of what is read, as an operator calls it: {@code queue}
   * @param keyOf finds the key in a message; empty where each message has the key that it came with
   */
  public KeyFinder(
      String kind,
      Ordering ordering,
      Optional<Function<? super Message<T>, Optional<String>>> keyOf) {
    this.kind = kind;
    this.keyOf = keyOf;
    needsKeys = ordering == Ordering.KEY;
  }

  /**
   * The same message with its key. What the function throws is passed on.
   *
   * @param name of what it was read from
   */
  public Message<T> withKey(Message<T> message, String name) {
    Message<T> keyed =
        keyOf.isEmpty()
            ? message
            : message.toBuilder().key(keyOf.get().apply(message).orElse(null)).build();
    if (needsKeys && keyed.key().isEmpty() && hasWarned.compareAndSet(false, true)) {
      LOG.warn(
          "{} {}: a message has no key, so that it is handled in no order; have keys found in the"
              + " messages (the source's keyOf, or key: in a configuration), or write order none",
          kind,
          name);
    }
    return keyed;
  }
}
