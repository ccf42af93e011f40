package io.millrace.daemon.cli;

import static java.util.Objects.requireNonNull;

import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.kq.KqImport;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.daemon.pipeline.Blueprint;
import io.millrace.daemon.spi.Count;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace config}: looks at a configuration without running it. */
@Command(
    name = "config",
    description = "Look at a configuration without running it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
  private final CommandContext context;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  ConfigCommand(CommandContext context) {
    this.context = context;
  }

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: check, print or import-kq");
  }

  @Command(
      name = "check",
      description = "Say whether it is right; if not, name every mistake and end with 78.",
      mixinStandardHelpOptions = true)
  int check(@Mixin ConfigArguments arguments) {
    Configuration configuration =
        read("check", arguments, configured -> describe(arguments, configured));
    warn(configuration);
    return ExitCode.OK;
  }

  @Command(
      name = "print",
      description = "Print every key with its value and where that comes from; secrets are masked.",
      mixinStandardHelpOptions = true)
  int print(@Mixin ConfigArguments arguments) {
    Configuration configuration = read("print", arguments, unused -> {});
    CommandOutput.print(spec, configuration.effective());
    warn(configuration);
    return ExitCode.OK;
  }

  @Command(
      name = "import-kq",
      description = {
        "Print a configuration that means what a go-queue kq configuration means.",
        "Passwords are not printed: it names variables that hold them."
      },
      mixinStandardHelpOptions = true)
  int importKq(
      @Parameters(paramLabel = "FILE", description = "The YAML or JSON file of the Go service.")
          Path file) {
    CommandLine command = command("import-kq");
    if (!command.getUnmatchedArguments().isEmpty()) {
      throw new ParameterException(
          command, "unknown argument '" + command.getUnmatchedArguments().get(0) + "'");
    }
    CommandOutput.print(spec, KqImport.read(file));
    return ExitCode.OK;
  }

  private Configuration read(String verb, ConfigArguments arguments, Consumer<Blueprint> use) {
    Logging.onlyWarnings(new StatusLine(context.err()));
    ConfigReader reader =
        new ConfigReader(arguments.file(), arguments.flags(command(verb)), context.environment());
    try (ConfigReader.Result read = reader.readToCheck()) {
      use.accept(read.blueprint());
      return read.configuration();
    }
  }

  private CommandLine command(String verb) {
    return requireNonNull(spec.subcommands().get(verb));
  }

  private void describe(ConfigArguments arguments, Blueprint blueprint) {
    PrintWriter out = spec.commandLine().getOut();
    int count = blueprint.descriptions().size();
    out.println(arguments.file() + ": ok, " + Count.of(count, "pipeline"));
    blueprint.descriptions().forEach(description -> out.println("  " + description));
    out.flush();
  }

  private void warn(Configuration configuration) {
    configuration.warnings().forEach(warning -> CommandOutput.say(spec, "warning: " + warning));
  }
}
