package io.millrace.daemon.cli;

import io.millrace.daemon.deadletter.LetterListing;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.Reason;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace dlq}: looks at dead letters, sends them back, throws them away. */
@Command(
    name = "dlq",
    description = "Look at dead letters, send them back, throw them away.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "64:wrong usage",
      "65:there is no such pipeline, topic, list or dead letter",
      "67:the backend refuses the name or the password",
      "69:the backend does not answer",
      "75:not all could be sent back; the others are still there",
      "78:wrong configuration"
    })
final class DlqCommand implements Runnable {
  private final CommandContext context;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  DlqCommand(CommandContext context) {
    this.context = context;
  }

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: ls, show, redrive or drop");
  }

  @Command(
      name = "ls",
      description = "List them, the oldest first.",
      mixinStandardHelpOptions = true)
  int ls(
      @Mixin DlqPlace place,
      @Mixin DlqFilter filter,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many at most; ${DEFAULT-VALUE} by default.")
          int limit,
      @Mixin DlqFormat format)
      throws Exception {
    Predicate<DeadLetter> which = filter.toPredicate();
    List<DeadLetter> found = new ArrayList<>();
    int most = DlqAmount.positive(spec, "--limit", limit);
    try (DlqAccess.Opened opened = new DlqAccess(place).open(context)) {
      opened
          .letters()
          .read(
              letter -> {
                if (which.test(letter)) {
                  found.add(letter);
                }
                return found.size() <= most;
              });
    }
    boolean isCut = found.size() > most;
    CommandOutput.print(
        spec, LetterListing.list(isCut ? found.subList(0, most) : found, format.value()));
    if (isCut) {
      CommandOutput.say(spec, "there are more than " + most + "; --limit shows more of them");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Show one with its headers and payload.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ID", description = "As ls names it.") String id,
      @Mixin DlqPlace place,
      @Mixin DlqFormat format)
      throws Exception {
    DeadLetter found;
    try (DlqAccess.Opened opened = new DlqAccess(place).open(context)) {
      found =
          opened
              .letters()
              .find(id)
              .orElseThrow(
                  () ->
                      new DeadLetterException(
                          DeadLetterException.Kind.NOT_FOUND,
                          "there is no dead letter "
                              + id
                              + " in "
                              + opened.letters().description()));
    }
    CommandOutput.print(spec, LetterListing.show(found, format.value()));
    return ExitCode.OK;
  }

  @Command(
      name = "redrive",
      description = "Send them back to where they came from, the oldest first.",
      mixinStandardHelpOptions = true)
  int redrive(
      @Mixin DlqPlace place,
      @Mixin DlqFilter filter,
      @Mixin DlqAmount amount,
      @Option(names = "--rate", paramLabel = "N", description = "How many a second at most.")
          @Nullable Integer rate,
      @Option(
              names = "--to",
              paramLabel = "TARGET",
              description =
                  "Elsewhere: a Kafka topic, list:LIST, queue:QUEUE, http://host/path, or file:PATH.")
          @Nullable String to)
      throws Exception {
    Selection selection = amount.selection(filter, rate);
    DlqAccess access = new DlqAccess(place);
    try (DlqAccess.Opened opened = access.open(context);
        DlqTarget target = DlqTarget.of(to, access, opened.context())) {
      Optional<Pusher<byte[]>> elsewhere = target.pusher();
      RedriveReport report =
          elsewhere.isPresent()
              ? opened.letters().redriveTo(elsewhere.get(), selection)
              : opened.letters().redrive(selection);
      return tell("sent back", selection, report, opened.letters());
    }
  }

  @Command(
      name = "drop",
      description = "Throw them away, for good.",
      mixinStandardHelpOptions = true)
  int drop(
      @Mixin DlqPlace place,
      @Mixin DlqFilter filter,
      @Option(names = "--all", description = "All of them: needed when there is no filter.")
          boolean all,
      @Mixin DlqAmount amount)
      throws Exception {
    if (all == filter.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "say which to drop: --filter KEY=VALUE, or --all");
    }
    Selection selection = amount.selection(filter, null);
    try (DlqAccess.Opened opened = new DlqAccess(place).open(context)) {
      return tell("dropped", selection, opened.letters().drop(selection), opened.letters());
    }
  }

  private int tell(
      String done, Selection selection, RedriveReport report, DeadLetterStore letters) {
    CommandOutput.print(
        spec,
        (selection.isDryRun() ? "would have " + done + " " : done + " ")
            + report.redriven()
            + " of "
            + report.lookedAt()
            + " dead letters looked at in "
            + letters.description()
            + "\n");
    if (report.failure().isEmpty()) {
      return ExitCode.OK;
    }
    Exception failure = report.failure().get();
    CommandOutput.say(
        spec, "millrace: stopped early, the others are still there: " + Reason.of(failure));
    return ExitCode.TEMPORARY;
  }
}
