package io.millrace.daemon.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where delayed jobs are: {@code --redis}, {@code --list}. */
final class DelayPlace {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--redis",
      required = true,
      paramLabel = "URI",
      description = "The server: host:port or redis[s]://[user[:password]@]host[:port][/database].")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String redis;

  @Option(
      names = "--list",
      required = true,
      paramLabel = "LIST",
      description = "The list the jobs are for.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String list;

  String redis() {
    return redis;
  }

  String list() {
    return list;
  }

  ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
