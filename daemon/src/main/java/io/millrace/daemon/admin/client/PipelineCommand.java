package io.millrace.daemon.admin.client;

import io.millrace.daemon.admin.client.PipelineListing.Format;
import io.millrace.daemon.admin.view.PipelineStatus;
import io.millrace.daemon.admin.view.ResizeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace pipeline}: looks at and steers the pipelines of a running process. */
@Command(
    name = "pipeline",
    description = "Look at and steer the pipelines of a running process.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "64:wrong usage",
      "65:there is no such pipeline, or it has come to its end",
      "67:the token is missing or wrong",
      "69:no process answers",
      "75:the process does not answer in time"
    })
public final class PipelineCommand implements Runnable {
  private static final String FORMAT = "table, json or csv; ${DEFAULT-VALUE} by default.";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: ls, pause, resume or resize");
  }

  @Command(
      name = "ls",
      description = "List the pipelines, or show one.",
      mixinStandardHelpOptions = true)
  int ls(
      @Parameters(arity = "0..1", paramLabel = "NAME") @Nullable String name,
      @Option(
              names = {"-f", "--format"},
              defaultValue = "table",
              description = FORMAT)
          Format format) {
    return carryOut(
        format,
        client -> {
          List<PipelineStatus> all = client.overview().pipelines();
          return name == null ? all : List.of(find(name, all));
        });
  }

  @Command(
      name = "pause",
      description =
          "Stop fetching and handing out; handlers that run finish, what was fetched stays.",
      mixinStandardHelpOptions = true)
  int pause(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = {"-f", "--format"},
              defaultValue = "table",
              description = FORMAT)
          Format format) {
    return carryOut(format, client -> List.of(client.pause(name)));
  }

  @Command(name = "resume", description = "Go on after a pause.", mixinStandardHelpOptions = true)
  int resume(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = {"-f", "--format"},
              defaultValue = "table",
              description = FORMAT)
          Format format) {
    return carryOut(format, client -> List.of(client.resume(name)));
  }

  @Command(
      name = "resize",
      description =
          "Set the number of producers and consumers; surplus ones finish what they have.",
      mixinStandardHelpOptions = true)
  int resize(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--producers", paramLabel = "N", description = "From 1 to 10000.")
          @Nullable Integer producers,
      @Option(
              names = "--consumers",
              paramLabel = "N",
              description = "From 1 to 10000; an adaptive pipeline's upper limit.")
          @Nullable Integer consumers,
      @Option(
              names = {"-f", "--format"},
              defaultValue = "table",
              description = FORMAT)
          Format format) {
    if (producers == null && consumers == null) {
      throw new ParameterException(
          spec.subcommands().get("resize"), "give --producers, --consumers or both");
    }
    return carryOut(
        format, client -> List.of(client.resize(name, new ResizeRequest(producers, consumers))));
  }

  private static PipelineStatus find(String name, List<PipelineStatus> all) throws AdminFailure {
    for (PipelineStatus pipeline : all) {
      if (pipeline.name().equals(name)) {
        return pipeline;
      }
    }
    throw new AdminFailure(
        ExitCode.DATA,
        "there is no pipeline " + name,
        "the pipelines are: " + String.join(", ", all.stream().map(PipelineStatus::name).toList()));
  }

  /** Sends what the command asks for and prints the pipelines that come back. */
  private int carryOut(Format format, Call call) {
    try {
      CommandOutput.print(spec, PipelineListing.render(call.send(connection.client()), format));
      return ExitCode.OK;
    } catch (AdminFailure failure) {
      return CommandOutput.report(spec, failure);
    }
  }

  @FunctionalInterface
  private interface Call {
    List<PipelineStatus> send(AdminClient client) throws AdminFailure;
  }
}
