package io.millrace.daemon.admin.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options by which every command finds the process. */
final class ConnectionOptions {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--uri",
      scope = ScopeType.INHERIT,
      paramLabel = "URI",
      defaultValue = "${env:MILLRACE_URI:-http://127.0.0.1:8080}",
      description = "Where the process's admin endpoints are; MILLRACE_URI, or ${DEFAULT-VALUE}.")
  private String uri = "";

  AdminClient client() {
    return client(System.getenv());
  }

  AdminClient client(Map<String, String> environment) {
    return new AdminClient(address(), token(environment), TIMEOUT);
  }

  private URI address() {
    String withScheme = uri.contains("://") ? uri : "http://" + uri;
    try {
      URI address = URI.create(withScheme);
      if (address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the message, which says more than the exception's
    }
    throw new ParameterException(
        command.commandLine(), "--uri must look like http://127.0.0.1:8080, got " + uri);
  }

  private Optional<String> token(Map<String, String> environment) {
    String file = environment.get("MILLRACE_TOKEN_FILE");
    if (file == null) {
      return Optional.ofNullable(environment.get("MILLRACE_TOKEN"));
    }
    try {
      return Optional.of(Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(),
          "cannot read the file that MILLRACE_TOKEN_FILE names: " + e.getMessage());
    }
  }
}
