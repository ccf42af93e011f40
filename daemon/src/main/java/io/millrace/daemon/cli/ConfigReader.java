package io.millrace.daemon.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.pipeline.Blueprint;
import io.millrace.daemon.pipeline.Owners;
import io.millrace.daemon.pipeline.Parts;
import java.nio.file.Path;
import java.util.Map;

/** Reads one configuration file, as often as asked, always with the same flags and environment. */
final class ConfigReader {
  private final Path file;
  private final Map<String, String> flags;
  private final Map<String, String> environment;
  private final Parts parts = Parts.load();

  /**
   * What a file says.
   *
   * @param blueprint the caller's, to use or to close
   */
  record Result(Configuration configuration, AdminFront admin, Blueprint blueprint)
      implements AutoCloseable {
    @Override
    public void close() {
      blueprint.close();
    }
  }

  ConfigReader(Path file, Map<String, String> flags, Map<String, String> environment) {
    this.file = file;
    this.flags = flags;
    this.environment = environment;
  }

  /**
   * @throws io.millrace.daemon.spi.ConfigException when anything is wrong
   */
  Result read(MeterRegistry meters) {
    Configuration configuration = Configuration.read(file, flags, environment);
    AdminFront admin =
        configuration
            .attempt(configuration.root().sectionOrEmpty("admin"), AdminFront::from)
            .orElse(AdminFront.OFF);
    Owners owners = new Owners();
    admin.exclusive().ifPresent(port -> owners.add(port, "the admin server"));
    return new Result(configuration, admin, Blueprint.read(configuration, parts, meters, owners));
  }

  Result readToCheck() {
    return read(new SimpleMeterRegistry());
  }
}
