package io.millrace.queue.push;

import java.util.ArrayList;
import java.util.List;

/**
 * Every pusher that could take a message was asked, and none did. What each of them threw is among
 * the suppressed exceptions, in the order in which they were asked.
 *
 * <p>Where a pusher's own exception left it unknown, messages may have been taken all the same.
 */
public final class EveryPusherFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> pushers;

  EveryPusherFailedException(String group, List<String> names, List<Exception> errors) {
    super(group + ": every pusher failed: " + PushErrors.describe(names, errors));
    pushers = new ArrayList<>(names);
    errors.forEach(this::addSuppressed);
  }

  /** The names of the pushers, in the order of the suppressed exceptions. */
  public List<String> pushers() {
    return List.copyOf(pushers);
  }
}
