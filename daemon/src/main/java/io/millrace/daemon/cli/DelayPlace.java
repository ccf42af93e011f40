package io.millrace.daemon.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where delayed jobs are: {@link RedisOptions} and {@code --list}. */
final class DelayPlace {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Mixin private final RedisOptions redis = new RedisOptions();

  @Option(
      names = "--list",
      required = true,
      paramLabel = "LIST",
      description = "The list the jobs are for.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String list;

  /**
   * The server that has {@link #list}.
   *
   * @throws ParameterException when it is not said
   */
  RedisSite redis() {
    RedisSite site = redis.site();
    if (site.addresses().isEmpty()) {
      throw wrong("say where the list is: --redis URI");
    }
    return site;
  }

  String list() {
    return list;
  }

  ParameterException wrong(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
