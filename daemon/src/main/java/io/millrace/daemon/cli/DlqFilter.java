package io.millrace.daemon.cli;

import io.millrace.daemon.deadletter.LetterFilter;
import io.millrace.queue.redrive.DeadLetter;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which dead letters a verb is about: {@code --filter}. */
final class DlqFilter {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description =
          "reason=, key=, origin=, queue=, id=, header.NAME=, older-than= or newer-than=; all given"
              + " ones must hold.")
  private List<String> conditions = List.of();

  boolean isGiven() {
    return !conditions.isEmpty();
  }

  /**
   * @throws ParameterException when one of the conditions is none
   */
  Predicate<DeadLetter> toPredicate() {
    try {
      return LetterFilter.of(conditions, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
