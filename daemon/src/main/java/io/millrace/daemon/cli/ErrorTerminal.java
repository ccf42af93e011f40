package io.millrace.daemon.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether people are watching standard error, and how. */
final class ErrorTerminal {
  private static final Path LINK = Path.of("/proc/self/fd/2");
  private static final int DEFAULT_WIDTH = 80;

  private final Map<String, String> environment;
  private final boolean isThere;

  ErrorTerminal(Map<String, String> environment) {
    this.environment = environment;
    this.isThere = !"dumb".equals(environment.get("TERM")) && isTerminal();
  }

  boolean isThere() {
    return isThere;
  }

  /** See no-color.org. */
  boolean hasColours() {
    return isThere && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** In characters. */
  int width() {
    try {
      Process size =
          new ProcessBuilder("sh", "-c", "stty size <&2").redirectError(Redirect.INHERIT).start();
      String[] answer =
          new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      return size.waitFor(1, TimeUnit.SECONDS)
              && answer.length == 2
              && answer[1].matches("[1-9][0-9]{0,4}")
          ? Integer.parseInt(answer[1])
          : DEFAULT_WIDTH;
    } catch (IOException e) {
      return DEFAULT_WIDTH; // no shell, no size
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_WIDTH;
    }
  }

  private static boolean isTerminal() {
    try {
      if (Files.isSymbolicLink(LINK)) {
        String target = Files.readSymbolicLink(LINK).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      }
      return new ProcessBuilder("sh", "-c", "[ -t 2 ]").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // a system without /proc and without a shell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
