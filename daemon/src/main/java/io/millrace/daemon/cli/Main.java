package io.millrace.daemon.cli;

import static java.util.Objects.requireNonNull;

import io.millrace.daemon.admin.client.PipelineCommand;
import io.millrace.daemon.admin.client.TopCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The program {@code millrace}.
 *
 * <p>Commands that answer at once must stay quick: nothing here, nor in the commands' own fields,
 * loads more than picocli.
 */
@Command(
    name = "millrace",
    description = "Moves messages from where they wait to the code that handles them.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      BrokerCommand.class,
      ConfigCommand.class,
      PipelineCommand.class,
      TopCommand.class,
      DlqCommand.class,
      DelayCommand.class,
      DemoCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done or drained, 64 wrong usage, 65 what was named does not exist, "
          + "69 something needed cannot be had, 70 a defect, 75 stopped with work given back to its source, 78 wrong configuration."
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  @SuppressWarnings("SystemOut") // a command line's way to its user
  public static void main(String[] args) {
    System.exit(
        execute(
            new CommandContext(System.getenv(), System.out, System.err, new ProcessSignals()),
            args));
  }

  /**
   * Runs a command inside a process that has other things to do: hears no signals, ends nothing,
   * and answers the exit code. Blocks until the command has ended.
   *
   * @param out for results
   * @param err for logs, errors and progress
   */
  public static int run(
      Map<String, String> environment, PrintStream out, PrintStream err, String... args) {
    return execute(new CommandContext(environment, out, err, (onStop, onReload) -> {}), args);
  }

  /** Runs a command and answers its exit code. */
  static int execute(CommandContext context, String... args) {
    CommandLine commands = new CommandLine(new Main(), new Commands(context));
    commands.setOut(writer(context.out()));
    commands.setErr(writer(context.err()));
    ConfigArguments.allow(requireNonNull(commands.getSubcommands().get("run")));
    ConfigArguments.allow(requireNonNull(commands.getSubcommands().get("config")));
    ConfigArguments.allow(requireNonNull(commands.getSubcommands().get("broker")));
    commands.setParameterExceptionHandler(Main::explainUsage);
    commands.setExecutionExceptionHandler(new Failures());
    if (args.length == 0) {
      commands.usage(commands.getErr());
      return ExitCode.USAGE;
    }
    return commands.execute(args);
  }

  private static int explainUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("millrace: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Gives commands what they have of the outside. */
  private static final class Commands implements CommandLine.IFactory {
    private final CommandContext context;

    private Commands(CommandContext context) {
      this.context = context;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == RunCommand.class) {
        return type.cast(new RunCommand(context));
      }
      if (type == BrokerCommand.class) {
        return type.cast(new BrokerCommand(context));
      }
      if (type == ConfigCommand.class) {
        return type.cast(new ConfigCommand(context));
      }
      if (type == DlqCommand.class) {
        return type.cast(new DlqCommand(context));
      }
      if (type == DemoCommand.class) {
        return type.cast(new DemoCommand(context));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
