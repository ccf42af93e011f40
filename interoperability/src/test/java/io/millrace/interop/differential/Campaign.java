package io.millrace.interop.differential;

import io.millrace.interop.program.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scripts of numbers in a row, and what came of them. For any threads. */
final class Campaign {
  private final long end;
  private final int mostDifferences;
  private final List<String> differences = new ArrayList<>();
  private final List<Long> unsteady = new ArrayList<>();
  private long number;
  private long scripts;
  private long steps;

  Campaign(long first, int scripts, int mostDifferences) {
    this.number = first;
    this.end = first + scripts;
    this.mostDifferences = mostDifferences;
  }

  /** The next one to be run; empty at the end, or after too many differences. */
  synchronized Optional<Script> next() {
    if (number >= end || differences.size() >= mostDifferences) {
      return Optional.empty();
    }
    Script script = Generator.script(number++);
    scripts++;
    steps += script.steps().size();
    return Optional.of(script);
  }

  /** Notes a difference that came twice, as small as it could be made. */
  synchronized void differ(Difference smallest) {
    differences.add(smallest.toString());
    Figures.line("differential", "%s", smallest);
  }

  /** Notes a number that was answered alike the second time. */
  synchronized void differOnce(long unsteadyNumber) {
    unsteady.add(unsteadyNumber);
  }

  synchronized List<String> differences() {
    return List.copyOf(differences);
  }

  synchronized List<Long> unsteady() {
    return List.copyOf(unsteady);
  }

  @Override
  public synchronized String toString() {
    return "%,d scripts of %,d steps, answered as RabbitMQ does but for %d; not the same twice: %s"
        .formatted(scripts, steps, differences.size(), unsteady);
  }
}
