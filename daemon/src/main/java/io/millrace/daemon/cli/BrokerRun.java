package io.millrace.daemon.cli;

import io.millrace.daemon.broker.BrokerConfig;
import io.millrace.daemon.broker.RunningBroker;
import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.daemon.spi.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the broker, from its start to the report. */
final class BrokerRun {
  /** What the configuration is called where there is no file. */
  private static final String NO_FILE = "(no file)";

  private final CommandContext context;
  private final Optional<Path> file;
  private final Map<String, String> flags;

  BrokerRun(CommandContext context, Optional<Path> file, Map<String, String> flags) {
    this.context = context;
    this.file = file;
    this.flags = flags;
  }

  /** What was read. */
  private record Read(Configuration configuration, BrokerConfig broker) {}

  /**
   * @throws ConfigException when the configuration is wrong
   */
  private Read read() {
    Logging.onlyWarnings(new StatusLine(context.err()));
    Configuration configuration =
        file.map(path -> Configuration.read(path, flags, context.environment()))
            .orElseGet(() -> Configuration.parse(NO_FILE, "", flags, context.environment()));
    Optional<BrokerConfig> config = configuration.attempt(configuration.root(), BrokerConfig::from);
    configuration.check();
    return new Read(configuration, config.orElseThrow());
  }

  /** Says whether the configuration is right; answers the exit code. */
  int check() {
    Configuration configuration = read().configuration();
    configuration.warnings().forEach(warning -> context.err().println("warning: " + warning));
    context.out().println(configuration.file() + ": ok");
    return ExitCode.OK;
  }

  /**
   * Runs until the process is told to stop.
   *
   * @return the exit code
   * @throws IOException when a port or the data directory cannot be had; everything is closed again
   */
  int call() throws IOException, InterruptedException {
    Read read = read();
    ErrorTerminal terminal = new ErrorTerminal(context.environment());
    try (Logging logging =
        Logging.start(
            read.broker().log(),
            new StatusLine(context.err()),
            terminal.isThere(),
            terminal.hasColours())) {
      // Made here, not in a static field: a logger made earlier would set up logging by itself.
      Logger log = LoggerFactory.getLogger(BrokerRun.class);
      read.configuration().warnings().forEach(warning -> log.warn("{}", warning));
      RunningBroker broker = RunningBroker.start(read.broker(), VersionCommand.version());
      BrokerStop stop = new BrokerStop(broker, read.broker().settings().stopWithin());
      context
          .signals()
          .listen(stop::request, () -> log.info("SIGHUP: a broker reads its file at its start"));
      Thread atExit = stop.atExit();
      Runtime.getRuntime().addShutdownHook(atExit);
      log.info(
          "millrace {} {}, configuration {}",
          VersionCommand.version(),
          broker.description(),
          read.configuration().file());
      return stop.await(atExit);
    }
  }
}
