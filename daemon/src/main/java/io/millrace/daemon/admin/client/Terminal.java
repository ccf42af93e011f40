package io.millrace.daemon.admin.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The operator's terminal, lent to one full-screen program: keys come one by one, and at the end
 * the screen is as before, also when the process is interrupted.
 *
 * <p>Its mode is set by {@code stty}, which every Unix has; nothing native is loaded.
 *
 * <p><b>Threads:</b> one, but for {@link #close}, which a shutdown hook calls too.
 */
final class Terminal implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final Size FALLBACK = new Size(80, 24);

  private final PrintStream out;
  private final String savedMode;
  private final BlockingQueue<Character> keys = new ArrayBlockingQueue<>(64);

  /** Also the lock that keeps a last picture from being drawn on a screen given back. */
  private final AtomicBoolean closed = new AtomicBoolean();

  private final Thread restoreOnExit = new Thread(this::restore, "top-restore");

  private Terminal(PrintStream out, String savedMode) {
    this.out = out;
    this.savedMode = savedMode;
  }

  /** In characters. */
  record Size(int width, int height) {}

  /** Whether both input and output are a terminal. */
  static boolean isThere() {
    try {
      Process test = new ProcessBuilder("sh", "-c", "[ -t 0 ] && [ -t 1 ]").inheritIO().start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return false; // no shell: not the kind of terminal this class knows
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static Terminal open(PrintStream out) throws IOException {
    Terminal terminal = new Terminal(out, stty("-g"));
    Runtime.getRuntime().addShutdownHook(terminal.restoreOnExit);
    stty("-icanon", "-echo", "min", "1");
    terminal.put(ENTER);
    Thread reader = new Thread(() -> terminal.readKeys(System.in), "top-keys");
    reader.setDaemon(true);
    reader.start();
    return terminal;
  }

  /** Asked anew each time: the window may have changed. */
  Size size() throws IOException {
    String[] parts = stty("size").split(" ");
    try {
      Size size = new Size(Integer.parseInt(parts[1]), Integer.parseInt(parts[0]));
      return size.width > 0 && size.height > 0 ? size : FALLBACK;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return FALLBACK;
    }
  }

  /**
   * Replaces what the screen shows; at most as many lines as it has, none longer than its width.
   */
  void show(List<String> lines) {
    StringBuilder frame = new StringBuilder("\u001b[H");
    for (int i = 0; i < lines.size(); i++) {
      frame
          .append(lines.get(i))
          .append("\u001b[0m\u001b[K")
          .append(i < lines.size() - 1 ? "\r\n" : "");
    }
    frame.append("\u001b[J");
    synchronized (closed) {
      if (!closed.get()) {
        put(frame.toString());
      }
    }
  }

  /** The next key pressed within {@code wait}; 0 when there was none. */
  char key(Duration wait) throws InterruptedException {
    Character key = keys.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    return key == null ? 0 : key;
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(restoreOnExit);
    } catch (IllegalStateException e) {
      // the process is ending: the hook has run or is about to, and restores once
    }
  }

  private void restore() {
    synchronized (closed) {
      if (closed.getAndSet(true)) {
        return;
      }
      put(LEAVE);
      try {
        stty(savedMode);
      } catch (IOException e) {
        put("cannot restore the terminal, type: stty sane\n");
      }
    }
  }

  private void readKeys(InputStream in) {
    try {
      for (int key = in.read(); key >= 0; key = in.read()) {
        keys.offer((char) key); // more keys than this ahead are of no use
      }
    } catch (IOException e) {
      keys.offer('q'); // the terminal is gone
    }
  }

  private void put(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  private static String stty(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("stty").redirectInput(Redirect.INHERIT).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    Process process = builder.start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("stty: " + answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stty ran", e);
    }
    return answer;
  }
}
