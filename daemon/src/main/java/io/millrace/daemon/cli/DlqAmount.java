package io.millrace.daemon.cli;

import io.millrace.queue.redrive.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much a verb that changes something does: {@code --limit}, {@code --dry-run}. */
final class DlqAmount {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most.")
  private @Nullable Integer limit;

  @Option(names = "--dry-run", description = "Only count.")
  private boolean isDryRun;

  /**
   * @param rate how many a second; null for no limit
   * @throws ParameterException when a number is below 1
   */
  Selection selection(DlqFilter filter, @Nullable Integer rate) {
    return new Selection(
        filter.toPredicate(),
        positive(command, "--limit", limit),
        positive(command, "--rate", rate),
        isDryRun);
  }

  /** The number that an option has; {@link Selection#UNLIMITED} where it is not given. */
  static int positive(CommandSpec command, String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new ParameterException(
          command.commandLine(), option + " must be at least 1, found " + value);
    }
    return value == null ? Selection.UNLIMITED : value;
  }
}
