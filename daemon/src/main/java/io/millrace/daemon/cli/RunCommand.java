package io.millrace.daemon.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace run FILE}. */
@Command(
    name = "run",
    description = {
      "Run the pipelines of a configuration file until their sources are at their end, or until the process is told to stop.",
      "SIGTERM and SIGINT drain, a second one stops at once; SIGHUP reads the file again."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that was fetched is finished",
      "64:wrong usage",
      "66:a file to read is missing; the others were read",
      "69:a port or the state directory cannot be had",
      "70:a defect of the program",
      "75:stopped with work given back to its source; nothing is lost",
      "78:wrong configuration",
      "130:cut short by a second SIGINT",
      "143:cut short by a second SIGTERM"
    })
final class RunCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final ConfigArguments arguments = new ConfigArguments();

  RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ConfigReader reader =
        new ConfigReader(
            arguments.file(), arguments.flags(spec.commandLine()), context.environment());
    return new Run(context, reader).call();
  }
}
