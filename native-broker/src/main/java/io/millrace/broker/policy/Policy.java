package io.millrace.broker.policy;

import io.millrace.broker.message.Headers;
import io.millrace.broker.pattern.NamePattern;

/**
 * Settings for all queues or exchanges whose names an expression is found in.
 *
 * @param pattern found anywhere in a name unless it says {@code ^} and {@code $}
 * @param priority the highest of those that apply counts, alone
 * @param definition settings by the names that policies have for them: {@code max-length}, not
 *     {@code x-max-length}
 */
public record Policy(
    String name, NamePattern pattern, ApplyTo applyTo, int priority, Headers definition) {

  /** One for everything that has such a name, of the lowest usual priority. */
  public static Policy of(String name, String pattern, Headers definition) {
    return new Policy(name, NamePattern.of(pattern), ApplyTo.ALL, 0, definition);
  }

  public Policy withApplyTo(ApplyTo other) {
    return new Policy(name, pattern, other, priority, definition);
  }

  public Policy withPriority(int other) {
    return new Policy(name, pattern, applyTo, other, definition);
  }

  boolean applies(ApplyTo kind, String toName) {
    return applyTo.includes(kind) && pattern.isFoundIn(toName);
  }
}
