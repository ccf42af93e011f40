package io.millrace.daemon.handler.exec;

import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.queue.QueueConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code handler: {exec: {command, env, directory}}}. Each worker runs the command and writes the
 * payload of a message as one line to its standard input; the child answers one line for it: {@code
 * ok}, {@code retry [reason]} or {@code error [reason]} (a failed attempt), {@code reject
 * [reason]}, or {@code dead [reason]}. It must flush after each answer.
 */
public final class ExecHandlerType implements HandlerType {
  @Override
  public String name() {
    return "exec";
  }

  @Override
  public Handler configure(Options options, PipelineContext context) {
    List<String> command = options.texts("command");
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw options.error("command", "is missing: a list of the program and its arguments");
    }
    Path directory = context.baseDirectory().resolve(options.text("directory", ""));
    ChildCommand child =
        new ChildCommand(command, options.textMap("env"), directory, context.pipeline());
    if (!Files.isDirectory(directory.toAbsolutePath())) {
      throw options.error("directory", "there is no directory " + directory);
    }
    child
        .missing()
        .ifPresent(
            problem -> {
              throw options.error("command", problem);
            });
    return new ExecHandler(child);
  }

  private record ExecHandler(ChildCommand command) implements Handler {
    @Override
    public String description() {
      return "exec " + command.command().get(0);
    }

    @Override
    public QueueConfig.Handler<byte[]> consumers() {
      return new QueueConfig.Single<>(() -> new ExecConsumer(command));
    }
  }
}
