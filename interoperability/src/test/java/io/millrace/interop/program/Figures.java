package io.millrace.interop.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Says how a client fared, as a line of the file that {@code interop.report} names, if it does. */
public final class Figures {
  private Figures() {}

  /**
   * A line.
   *
   * @param client and whose broker it talked to
   * @param format of {@link String#format(Locale, String, Object...)}
   */
  public static void line(String client, String format, Object... values) {
    String file = System.getProperty("interop.report");
    if (file == null) {
      return;
    }
    String line = client + ": " + String.format(Locale.ROOT, format, values) + "\n";
    try {
      Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How many of something there were in a second, since {@link System#nanoTime} was {@code start}.
   */
  public static long perSecond(long count, long start) {
    return count * 1_000_000_000L / Math.max(1, System.nanoTime() - start);
  }
}
