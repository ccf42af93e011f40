package io.millrace.testkit.check;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What happened in a run of several processes: lines of one file, in the order they were written.
 *
 * <p>Each event is one write to the end of the file, which the system does not mix with another's:
 * so the order of the lines is one order for all processes, and a process that is killed leaves
 * whole lines.
 *
 * <p><b>Threads:</b> any, of any process.
 */
public final class EventFile implements Consumer<LogEvent>, AutoCloseable {
  private final FileOutputStream out;

  /** Writes behind what the file has; makes it when it is not there. */
  public EventFile(Path path) {
    try {
      out = new FileOutputStream(path.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void accept(LogEvent event) {
    try {
      out.write((LogEventText.toLine(event) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All events so far. */
  public static List<LogEvent> read(Path path) {
    try (Stream<String> lines = Files.lines(path)) {
      return lines.map(LogEventText::fromLine).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
