package io.millrace.queue.push;

import java.util.ArrayList;
import java.util.List;

/**
 * Of the pushers that were all to take the messages, some did and some did not. What those threw is
 * among the suppressed exceptions.
 */
public final class SomePushersFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> failed;
  private final ArrayList<String> took;

  SomePushersFailedException(String group, PushErrors errors, List<String> took) {
    super(
        group
            + ": taken by "
            + took
            + ", failed: "
            + PushErrors.describe(errors.names(), errors.errors()));
    failed = new ArrayList<>(errors.names());
    this.took = new ArrayList<>(took);
    errors.errors().forEach(this::addSuppressed);
  }

  /**
   * The names of the pushers that did not take every message, in the order of the suppressed
   * exceptions.
   */
  public List<String> failed() {
    return List.copyOf(failed);
  }

  /** The names of the pushers that have every message safe. */
  public List<String> took() {
    return List.copyOf(took);
  }
}
