package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/**
 * Appends each message in capitals to the file that its option {@code path} names. An empty message
 * has nothing to shout and is rejected.
 *
 * <p>{@code examples/config/handler.yaml} runs it. Each worker has an instance of its own, so it
 * needs no locks; one line is one write, so several instances can share a file.
 */
public final class ShoutHandler implements Consumer<byte[]> {
  private final OutputStream file;

  public ShoutHandler(Map<String, String> options) throws IOException {
    Path path = Path.of(options.getOrDefault("path", "shout.txt"));
    file = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public Outcome consume(Message<byte[]> message) throws IOException {
    String text = new String(message.payload(), UTF_8);
    if (text.isBlank()) {
      return Outcome.reject("nothing to shout");
    }
    file.write((text.toUpperCase(Locale.ROOT) + "\n").getBytes(UTF_8));
    return Outcome.ack();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
