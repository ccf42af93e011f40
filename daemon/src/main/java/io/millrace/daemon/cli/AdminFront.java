package io.millrace.daemon.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.daemon.admin.AdminParts;
import io.millrace.daemon.admin.AdminServer;
import io.millrace.daemon.admin.AdminSettings;
import io.millrace.daemon.pipeline.Pipelines;
import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.Options;
import java.io.IOException;
import java.util.Optional;

/** The admin server as the configuration has it; empty settings when it is switched off. */
record AdminFront(Optional<AdminSettings> settings) {
  static final AdminFront OFF = new AdminFront(Optional.empty());

  /** Reads the section {@code admin}. */
  static AdminFront from(Options options) {
    AdminSettings settings = AdminSettings.from(options);
    return options.flag("enabled", true) ? new AdminFront(Optional.of(settings)) : OFF;
  }

  /** What it needs that only one part of a process can have. */
  Optional<Exclusive> exclusive() {
    return settings
        .filter(wanted -> wanted.port() != 0)
        .map(wanted -> Exclusive.port(wanted.host(), wanted.port()));
  }

  /** What listens, if anything does. */
  record Listening(Optional<AdminServer> server) implements AutoCloseable {
    /** Where, in words. */
    String description() {
      return server.map(listening -> "admin at " + listening.uri()).orElse("no admin server");
    }

    @Override
    public void close() {
      server.ifPresent(AdminServer::close);
    }
  }

  /**
   * Begins to listen, if the configuration wants it.
   *
   * @throws IOException when the address cannot be listened on
   */
  Listening open(Pipelines pipelines, PrometheusMeterRegistry meters) throws IOException {
    if (settings.isEmpty()) {
      return new Listening(Optional.empty());
    }
    AdminParts parts = new AdminParts(pipelines, pipelines, meters, VersionCommand.version());
    return new Listening(Optional.of(AdminServer.start(settings.get(), parts)));
  }
}
