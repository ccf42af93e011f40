package io.millrace.daemon.kafka;

import io.millrace.daemon.config.Nearest;
import io.millrace.daemon.spi.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The option {@code properties}: everything that Kafka's clients understand passes through.
 *
 * <p>A name that Kafka does not know may be one that an interceptor or a login module reads, so it
 * is let through as well, unless it looks like a slip of the keyboard.
 */
final class ClientProperties {
  private static final String KEY = "properties";

  private ClientProperties() {}

  /**
   * Reads and checks them.
   *
   * @throws io.millrace.daemon.spi.ConfigException at the property that is wrong
   */
  static Map<String, String> read(Options options, ClientKind kind) {
    Map<String, String> given = options.textMap(KEY);
    Options places = options.options(KEY);
    Set<String> known = kind.properties().names();
    for (String name : given.keySet()) {
      places.has(name);
    }
    for (String name : given.keySet()) {
      String instead = kind.reserved().get(name);
      if (instead != null) {
        throw places.error(name, "is not set here: " + instead);
      }
      if (!known.contains(name)) {
        Optional<String> meant = Nearest.to(name, known);
        if (meant.isPresent() && meant.get().length() > 5) {
          throw places.error(
              name, "Kafka has no such property; did you mean '" + meant.get() + "'?");
        }
      }
    }
    checkValues(given, kind, places);
    return given;
  }

  private static void checkValues(Map<String, String> given, ClientKind kind, Options places) {
    for (ConfigValue value : kind.properties().validate(given)) {
      List<String> problems = value.errorMessages();
      String text = given.get(value.name());
      // What a configuration provider will replace later is nothing to check now.
      if (text != null && !problems.isEmpty() && !text.contains("${")) {
        throw places.error(value.name(), problems.get(0));
      }
    }
  }
}
