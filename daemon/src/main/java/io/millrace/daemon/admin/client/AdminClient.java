package io.millrace.daemon.admin.client;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.daemon.admin.view.Overview;
import io.millrace.daemon.admin.view.PipelineStatus;
import io.millrace.daemon.admin.view.Problem;
import io.millrace.daemon.admin.view.ResizeRequest;
import io.millrace.daemon.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the admin endpoints of one process.
 *
 * <p>Uses {@link HttpURLConnection}: a command lives for a fraction of a second, and the newer
 * client alone takes longer to load.
 *
 * <p><b>Threads:</b> any. Every method blocks, up to the time-out.
 */
final class AdminClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI uri;
  private final Optional<String> token;
  private final Duration timeout;

  AdminClient(URI uri, Optional<String> token, Duration timeout) {
    this.uri = uri;
    this.token = token;
    this.timeout = timeout;
  }

  URI uri() {
    return uri;
  }

  Overview overview() throws AdminFailure {
    return call("GET", "/api/pipelines", null, Overview.class);
  }

  PipelineStatus pause(String pipeline) throws AdminFailure {
    return call("POST", path(pipeline) + "/pause", null, PipelineStatus.class);
  }

  PipelineStatus resume(String pipeline) throws AdminFailure {
    return call("POST", path(pipeline) + "/resume", null, PipelineStatus.class);
  }

  PipelineStatus resize(String pipeline, ResizeRequest sizes) throws AdminFailure {
    return call("POST", path(pipeline) + "/resize", sizes, PipelineStatus.class);
  }

  private static String path(String pipeline) {
    return "/api/pipelines/"
        + URLEncoder.encode(pipeline, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private <V> V call(String method, String path, @Nullable Object body, Class<V> type)
      throws AdminFailure {
    try {
      HttpURLConnection connection = open(method, path);
      if (body != null) {
        byte[] json = JSON.writeValueAsBytes(body);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(json.length);
        connection.getOutputStream().write(json);
      }
      int status = connection.getResponseCode();
      if (status >= 400) {
        throw refusal(status, connection);
      }
      try (InputStream in = connection.getInputStream()) {
        return JSON.readValue(in, type);
      }
    } catch (SocketTimeoutException e) {
      throw new AdminFailure(
          ExitCode.TEMPORARY,
          uri + " does not answer within " + timeout.toSeconds() + " s",
          "look at the log of the process, or try again");
    } catch (ConnectException | UnknownHostException e) {
      throw new AdminFailure(
          ExitCode.UNAVAILABLE,
          "nobody answers at " + uri + ": " + Reason.of(e),
          "start millrace run, or name the process's address with --uri or MILLRACE_URI");
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AdminFailure(
          ExitCode.UNAVAILABLE,
          "what answers at " + uri + " is no Millrace process",
          "name the process's address with --uri or MILLRACE_URI");
    } catch (IOException e) {
      throw new AdminFailure(
          ExitCode.UNAVAILABLE,
          "the connection to " + uri + " failed: " + e.getMessage(),
          "try again");
    }
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    URI target = URI.create(uri.toString().replaceAll("/+$", "") + path);
    if (!(target.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("not an HTTP address");
    }
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false); // the token is for this address only
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    token.ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
    return connection;
  }

  private AdminFailure refusal(int status, HttpURLConnection connection) throws IOException {
    Problem problem =
        problem(connection).orElse(new Problem(uri + " answers with status " + status, ""));
    int exitCode =
        switch (status) {
          case 400, 413 -> ExitCode.USAGE;
          case 401, 403 -> ExitCode.LOGIN;
          case 404, 409 -> ExitCode.DATA;
          case 503 -> ExitCode.UNAVAILABLE;
          default -> status < 500 ? ExitCode.UNAVAILABLE : ExitCode.INTERNAL;
        };
    return new AdminFailure(exitCode, problem.error(), problem.remedy());
  }

  /** Empty when it was something else that answered. */
  private static Optional<Problem> problem(HttpURLConnection connection) throws IOException {
    if (!String.valueOf(connection.getContentType()).startsWith("application/json")) {
      return Optional.empty();
    }
    try (InputStream in = connection.getErrorStream()) {
      return in == null ? Optional.empty() : Optional.of(JSON.readValue(in, Problem.class));
    }
  }
}
