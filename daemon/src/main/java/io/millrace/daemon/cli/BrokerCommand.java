package io.millrace.daemon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace broker}. */
@Command(
    name = "broker",
    description = {
      "Run the broker until the process is told to stop.",
      "Without a file it listens on this machine only, 11181 and 11180 for HTTP, and keeps its messages in ./millrace-data.",
      "Keys of the file can be given as --key=value. SIGTERM and SIGINT stop in order, a second one at once."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in order, everything durable is on the disk",
      "64:wrong usage",
      "69:a port or the data directory cannot be had",
      "70:something could not be made safe, or a defect of the program",
      "78:wrong configuration",
      "130:cut short by a second SIGINT",
      "143:cut short by a second SIGTERM"
    })
final class BrokerCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"--config", "-config"},
      paramLabel = "FILE",
      description = "The configuration, in JSON or YAML; see docs/broker.md.")
  private @Nullable Path file;

  @Option(names = "--check-config", description = "Say whether the configuration is right.")
  private boolean checkOnly;

  BrokerCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BrokerRun run =
        new BrokerRun(
            context, Optional.ofNullable(file), ConfigArguments.flagsOf(spec.commandLine()));
    return checkOnly ? run.check() : run.call();
  }
}
