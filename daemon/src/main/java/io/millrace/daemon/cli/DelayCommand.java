package io.millrace.daemon.cli;

import io.millrace.daemon.spi.DeadLetterException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace delay}: looks at jobs of a Redis list that wait for their time, cancels them. */
@Command(
    name = "delay",
    description = "Look at delayed jobs of a Redis list, cancel them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "64:wrong usage",
      "65:there is no such job: its time may have come",
      "67:Redis refuses the name or the password",
      "69:Redis does not answer"
    })
final class DelayCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: ls, show or cancel");
  }

  @Command(
      name = "ls",
      description = "List them, the first due first.",
      mixinStandardHelpOptions = true)
  int ls(
      @Mixin DelayPlace place,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many at most; ${DEFAULT-VALUE} by default.")
          int limit,
      @Mixin DlqFormat format)
      throws DeadLetterException {
    int most = DlqAmount.positive(spec, "--limit", limit);
    try (DelayAccess access = DelayAccess.open(place)) {
      CommandOutput.print(spec, access.list(most, format.value()));
      long count = access.count();
      if (count > most) {
        CommandOutput.say(spec, "there are " + count + "; --limit shows more of them");
      }
    }
    return ExitCode.OK;
  }

  @Command(
      name = "show",
      description = "Show one with its headers and payload.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ID", description = "As ls names it.") String id,
      @Mixin DelayPlace place,
      @Mixin DlqFormat format)
      throws DeadLetterException {
    try (DelayAccess access = DelayAccess.open(place)) {
      CommandOutput.print(spec, access.show(id, format.value()));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "cancel",
      description = "Cancel some: they never get to the list.",
      mixinStandardHelpOptions = true)
  int cancel(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "As ls names them.")
          List<String> ids,
      @Mixin DelayPlace place)
      throws DeadLetterException {
    int missing = 0;
    try (DelayAccess access = DelayAccess.open(place)) {
      for (String id : ids) {
        if (access.cancel(id)) {
          CommandOutput.print(spec, "cancelled " + id + "\n");
        } else {
          missing++;
          CommandOutput.say(spec, "millrace: " + access.missing(id));
        }
      }
    }
    return missing == 0 ? ExitCode.OK : ExitCode.DATA;
  }
}
