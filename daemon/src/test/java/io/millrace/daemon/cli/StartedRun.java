package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code millrace run}, in a thread of its own, with a free port for its administration, and other
 * commands beside it. What they say is gathered.
 */
final class StartedRun implements AutoCloseable {
  private static final Pattern ADMIN = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<IntConsumer> stop = new CompletableFuture<>();
  private CompletableFuture<Integer> run = CompletableFuture.completedFuture(0);

  /**
   * @param directory for its configuration and its state
   */
  StartedRun(Path directory) {
    this.directory = directory;
  }

  /** Writes a configuration, without starting anything. */
  Path config(String pipelines) throws IOException {
    return Files.writeString(
        directory.resolve("run.yaml"),
        "admin: { port: 0 }\nstate: { dir: %s }\n".formatted(directory.resolve("state"))
            + pipelines);
  }

  /** Starts pipelines, and gives the file with their configuration. */
  Path start(String pipelines) throws IOException {
    return start(Map.of(), pipelines);
  }

  Path start(Map<String, String> environment, String pipelines) throws IOException {
    Path file = config(pipelines);
    start(environment, file);
    return file;
  }

  /** Starts what a file says. */
  void start(Path file) {
    start(Map.of(), file);
  }

  private void start(Map<String, String> environment, Path file) {
    CommandContext context =
        new CommandContext(
            environment, print(out), print(err), (onStop, onReload) -> stop.complete(onStop));
    run = CompletableFuture.supplyAsync(() -> Main.execute(context, "run", file.toString()));
  }

  /** Asks it to end, and blocks until it has. */
  void stop() throws Exception {
    stop.get(60, TimeUnit.SECONDS).accept(Signals.TERMINATE);
    exitCode();
  }

  /** Blocks until it has ended. */
  int exitCode() throws Exception {
    return run.get(120, TimeUnit.SECONDS);
  }

  /** Runs another command, and gives its exit code. */
  int millrace(String... arguments) {
    return Main.run(Map.of(), print(out), print(err), arguments);
  }

  HttpResponse<String> readiness() throws Exception {
    Matcher admin = ADMIN.matcher(err());
    assertThat(admin.find()).isTrue();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(admin.group() + "/readyz")).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }

  /** Stops it, if it runs. */
  @Override
  public void close() throws Exception {
    if (!run.isDone()) {
      stop();
    }
  }
}
