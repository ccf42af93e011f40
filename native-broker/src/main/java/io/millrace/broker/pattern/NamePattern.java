package io.millrace.broker.pattern;

/**
 * A regular expression for names, as permissions and policies have them. It is found anywhere in a
 * name unless it says {@code ^} and {@code $} itself, as in RabbitMQ.
 *
 * <p>Matching takes steps in proportion to the length of the name times that of the expression, and
 * of neither anything like the exponential that a backtracking matcher can be made to take. With
 * look-ahead, which may be nested, they multiply; so after {@value #MAX_STEPS} steps, some tens of
 * milliseconds, the answer is no.
 *
 * <p>Of Perl's expressions it knows characters, {@code .}, classes, {@code \d \s \w \b} and their
 * opposites, {@code ^ $ \A \z \Z}, groups, alternatives, all quantifiers but possessive ones,
 * look-ahead, and {@code (?i)} at the beginning. What it does not know, back references and
 * look-behind for instance, is refused rather than taken for something else.
 *
 * <p>Immutable, safe to share between threads.
 */
public final class NamePattern {
  /** An expression is not longer than that. */
  public static final int MAX_LENGTH = 4096;

  /** A match does not take more steps than that. */
  public static final int MAX_STEPS = 5_000_000;

  /** By far the most frequent one. */
  private static final String EVERYTHING = ".*";

  private final String text;
  private final Program program;

  private NamePattern(String text, Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * @throws InvalidPatternException if it is no expression, or one of those not known here
   */
  public static NamePattern of(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidPatternException("longer than " + MAX_LENGTH + " characters");
    }
    return new NamePattern(text, new Parser(text).parse());
  }

  /** Whether the expression is found in {@code name}. */
  public boolean isFoundIn(String name) {
    return text.equals(EVERYTHING) || new Search(name).finds(program);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamePattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
