package io.millrace.interop.differential;

import java.util.Optional;

/**
 * What holds for all of a script, so that none comes to what {@code docs/amqp.md} says is meant to
 * differ.
 *
 * @param isShort whether some messages live so shortly that they expire while it runs
 * @param expiration of all messages, or empty. RabbitMQ looks at the head of a queue only, and
 *     drops what has expired behind a message that lives longer when it gets there: no such queue
 *     comes about
 * @param dropsHead whether full queues may drop their oldest message; then none comes back to a
 *     queue, which may be longer than its limit for it
 * @param hidesKeys whether messages may have {@code BCC}; then dead letters leave with a key that
 *     their queue names, as only RabbitMQ knows the hidden ones still
 */
record Traits(boolean isShort, Optional<String> expiration, boolean dropsHead, boolean hidesKeys) {
  static final int SHORT_MILLIS = 25;
  static final int LONG_MILLIS = 3_600_000;
  private static final int PASS_MILLIS = 45;

  static Traits of(Dice dice) {
    boolean isShort = dice.once(6);
    return new Traits(isShort, expiration(dice, isShort), dice.once(3), dice.once(3));
  }

  private static Optional<String> expiration(Dice dice, boolean isShort) {
    if (isShort && dice.once(2)) {
      return Optional.of(Integer.toString(SHORT_MILLIS));
    }
    return dice.once(12) ? Optional.of("0") : Optional.empty();
  }

  /** How long to wait after each step. */
  int passMillis() {
    return isShort ? PASS_MILLIS : 0;
  }

  /** Messages that live on are among dead ones: others must not come to them. */
  <T> T deathly(T choice, T otherwise) {
    return expiration.isEmpty() ? choice : otherwise;
  }
}
