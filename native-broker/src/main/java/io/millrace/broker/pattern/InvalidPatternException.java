package io.millrace.broker.pattern;

/** An expression that cannot be a {@link NamePattern}; says what, and where in it. */
public final class InvalidPatternException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidPatternException(String what) {
    super(what);
  }

  InvalidPatternException(String what, int index) {
    super(what + " at index " + index);
  }
}
