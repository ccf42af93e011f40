package io.millrace.daemon.admin.client;

import io.millrace.daemon.admin.view.Overview;
import io.millrace.daemon.admin.view.ProcessStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace top}: shows the pipelines of a running process, again and again. */
@Command(
    name = "top",
    description = {
      "Show the pipelines of a running process, refreshed each second; q leaves.",
      "Without a terminal it prints the state once."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "64:wrong usage", "69:no process answers (only with --once)"})
public final class TopCommand implements Callable<Integer> {
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final int HISTORY_SECONDS = 30;
  private static final int ONCE_WIDTH = 200;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final ProcessStatus NO_PROCESS = new ProcessStatus("", "", "", 0, -1, 0, -1);

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--once", description = "Print the state once, without colours, and leave.")
  private boolean isOnce;

  @Override
  public Integer call() throws IOException, InterruptedException {
    AdminClient client = connection.client();
    if (isOnce || !Terminal.isThere()) {
      return once(client);
    }
    try (Terminal terminal = Terminal.open(standardOutput())) {
      watch(client, terminal);
      return ExitCode.OK;
    }
  }

  private int once(AdminClient client) {
    try {
      Overview overview = client.overview();
      List<String> lines =
          new TopScreen(false, new RateHistory(HISTORY_SECONDS))
              .draw(
                  overview,
                  title(client, overview),
                  "",
                  Optional.empty(),
                  ONCE_WIDTH,
                  Integer.MAX_VALUE);
      CommandOutput.print(
          spec, String.join("\n", lines.stream().map(String::stripTrailing).toList()) + "\n");
      return ExitCode.OK;
    } catch (AdminFailure failure) {
      return CommandOutput.report(spec, failure);
    }
  }

  /** Until q; the process may go away and come back meanwhile. */
  private static void watch(AdminClient client, Terminal terminal)
      throws IOException, InterruptedException {
    RateHistory history = new RateHistory(HISTORY_SECONDS);
    TopScreen screen = new TopScreen(System.getenv("NO_COLOR") == null, history);
    Overview last = new Overview(NO_PROCESS, List.of());
    boolean isLeaving = false;
    while (!isLeaving) {
      Optional<String> trouble = Optional.empty();
      try {
        last = client.overview();
        history.add(last);
      } catch (AdminFailure failure) {
        trouble = Optional.of(failure.getMessage() + "; trying again");
      }
      Terminal.Size size = terminal.size();
      String clock = LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  q leaves";
      terminal.show(
          screen.draw(last, title(client, last), clock, trouble, size.width(), size.height()));
      isLeaving = isAskedToLeave(terminal, System.nanoTime() + REFRESH.toNanos());
    }
  }

  /** Waits until it is time for the next picture, or for a q. */
  private static boolean isAskedToLeave(Terminal terminal, long untilNanos)
      throws InterruptedException {
    for (long left = REFRESH.toNanos(); left > 0; left = untilNanos - System.nanoTime()) {
      char key = terminal.key(Duration.ofNanos(left));
      if (key == 'q' || key == 'Q') {
        return true;
      }
    }
    return false;
  }

  private static String title(AdminClient client, Overview overview) {
    String version = overview.process().version();
    return "millrace " + (version.isEmpty() ? "" : version + " ") + "at " + client.uri();
  }

  /** The terminal itself: a full-screen program has no use for where picocli's text goes. */
  @SuppressWarnings("SystemOut")
  private static PrintStream standardOutput() {
    return System.out;
  }
}
