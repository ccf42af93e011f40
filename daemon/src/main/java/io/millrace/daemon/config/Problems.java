package io.millrace.daemon.config;

import io.millrace.daemon.spi.ConfigException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * All that is wrong with a configuration, so that an operator hears of it at once rather than one
 * by one.
 */
final class Problems {
  private record Problem(Origin origin, String text) {}

  private final List<Problem> found = new ArrayList<>();
  private final IdentityHashMap<ConfigException, Problem> thrown = new IdentityHashMap<>();

  /** Notes a problem that reading can go on after. */
  void note(Origin origin, String path, String text) {
    found.add(problem(origin, path, text));
  }

  /** A problem for the caller to throw; it counts once it is {@link #caught}. */
  ConfigException exception(Origin origin, String path, String text) {
    Problem problem = problem(origin, path, text);
    ConfigException exception = new ConfigException(problem.text());
    thrown.put(exception, problem);
    return exception;
  }

  void caught(ConfigException exception) {
    found.add(
        thrown.getOrDefault(
            exception, new Problem(Origin.DEFAULT, String.valueOf(exception.getMessage()))));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All problems in the order of the file, each once. */
  List<String> texts() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> problem.origin().line())
                .thenComparingInt(problem -> problem.origin().column()))
        .map(Problem::text)
        .distinct()
        .toList();
  }

  /** All problems, one a line. */
  ConfigException toException() {
    return new ConfigException(String.join("\n", texts()));
  }

  private static Problem problem(Origin origin, String path, String text) {
    return new Problem(origin, origin + ": " + (path.isEmpty() ? "" : path + ": ") + text);
  }
}
