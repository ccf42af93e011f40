package io.millrace.queue.push;

import io.millrace.queue.PushException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What went wrong with which pusher, during one push to several. Belongs to one thread. */
final class PushErrors {
  private final List<String> names = new ArrayList<>();
  private final List<Exception> errors = new ArrayList<>();

  void add(String name, Exception error) {
    names.add(name);
    errors.add(error);
  }

  List<String> names() {
    return names;
  }

  List<Exception> errors() {
    return errors;
  }

  /**
   * The exception for a push of which some places failed: one that names them, or, when that is all
   * of them, that every pusher failed. All errors are attached to it.
   */
  Exception toException(String group, BitSet failed, int size) {
    if (failed.cardinality() == size) {
      return new EveryPusherFailedException(group, names, errors);
    }
    String counts = failed.cardinality() + " of " + size + " messages were not taken: ";
    PushException exception =
        new PushException(group + ": " + counts + describe(names, errors), failed, errors.get(0));
    errors.subList(1, errors.size()).forEach(exception::addSuppressed);
    return exception;
  }

  /** The names and errors, for a message; no payloads, as far as the errors keep to that. */
  static String describe(List<String> names, List<Exception> errors) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      parts.add(names.get(i) + " (" + errors.get(i) + ")");
    }
    return String.join(", ", parts);
  }
}
