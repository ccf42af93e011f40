package io.millrace.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What flags and the environment say about the keys of the file.
 *
 * <p>They are looked up by the names of a key that is asked for, never the other way round: that is
 * why {@code MILLRACE_PIPELINES_0_TIME_LIMIT} needs no rule to tell {@code time-limit} from {@code
 * time.limit}.
 */
final class Overrides {
  static final String PREFIX = "MILLRACE_";

  /**
   * Variables of this prefix that are not keys of the file: read elsewhere, or set by Kubernetes
   * for a service.
   */
  private static final Set<String> OTHERS =
      Set.of(
          "MILLRACE_URI",
          "MILLRACE_TOKEN",
          "MILLRACE_TOKEN_FILE",
          "MILLRACE_OPTS",
          "MILLRACE_JAVA_HOME",
          "MILLRACE_CDS",
          "MILLRACE_VERBOSE",
          "MILLRACE_PORT");

  /** A value that overrides the file's. */
  record Found(String text, Origin origin) {}

  private final Map<String, String> flags = new LinkedHashMap<>();
  private final Map<String, String> environment;
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param flags names as written after {@code --}, and values
   * @param environment all of the environment
   */
  Overrides(Map<String, String> flags, Map<String, String> environment) {
    flags.forEach((name, value) -> this.flags.put(dotted(name), value));
    this.environment = environment;
  }

  /** The value for the first of these dotted names that has one; flags before the environment. */
  Optional<Found> find(List<String> names) {
    return flag(names).or(() -> variable(names));
  }

  Optional<Found> flag(List<String> names) {
    asked.addAll(names);
    return first(names, flags, Origin::flag);
  }

  Optional<Found> variable(List<String> names) {
    names.forEach(name -> asked.add(variableName(name)));
    return first(
        names.stream().map(Overrides::variableName).toList(), environment, Origin::environment);
  }

  private static Optional<Found> first(
      List<String> names, Map<String, String> values, Function<String, Origin> origin) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return Optional.of(new Found(value, origin.apply(name)));
      }
    }
    return Optional.empty();
  }

  /** The content of the file that {@code <variable>_FILE} names, without its last line end. */
  Optional<Found> secretFile(List<String> names) throws IOException {
    for (String name : names) {
      String variable = variableName(name) + "_FILE";
      asked.add(variable);
      String file = environment.get(variable);
      if (file != null) {
        return Optional.of(
            new Found(
                Files.readString(Path.of(file)).stripTrailing(), Origin.environment(variable)));
      }
    }
    return Optional.empty();
  }

  /** Whether something below one of these names has a value. */
  boolean hasBelow(List<String> names) {
    return hasFlagBelow(names)
        || names.stream()
            .map(name -> variableName(name) + "_")
            .anyMatch(
                prefix ->
                    environment.keySet().stream()
                        .anyMatch(
                            name -> name.startsWith(prefix) && !name.startsWith(prefix + "_")));
  }

  boolean hasFlagBelow(List<String> names) {
    return names.stream()
        .anyMatch(name -> flags.keySet().stream().anyMatch(flag -> flag.startsWith(name + ".")));
  }

  /** The next part of each flag below these names: keys that only the command line has. */
  Stream<String> flagKeysBelow(List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                flags.keySet().stream()
                    .filter(flag -> flag.startsWith(name + "."))
                    .map(flag -> flag.substring(name.length() + 1)));
  }

  /** Flags nobody asked for, as they would be written. */
  List<String> unknownFlags() {
    return flags.keySet().stream().filter(flag -> !asked.contains(flag)).toList();
  }

  /** Variables with our prefix nobody asked for. */
  List<String> unknownVariables() {
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !asked.contains(name) && !OTHERS.contains(name))
        .filter(name -> !name.startsWith("MILLRACE_SERVICE_") && !name.startsWith("MILLRACE_PORT_"))
        .sorted()
        .toList();
  }

  /** Names that have been asked for: of flags where {@code ofFlags}, else of variables. */
  List<String> known(boolean ofFlags) {
    return asked.stream().filter(name -> name.startsWith(PREFIX) != ofFlags).toList();
  }

  /** {@code pipelines.0.time-limit} becomes {@code MILLRACE_PIPELINES_0_TIME_LIMIT}. */
  static String variableName(String dotted) {
    StringBuilder name = new StringBuilder(PREFIX);
    dotted
        .chars()
        .forEach(
            c -> {
              if (c == '_') {
                name.append("__");
              } else if (Character.isLetterOrDigit(c)) {
                name.append((char) c);
              } else {
                name.append('_');
              }
            });
    return name.toString().toUpperCase(Locale.ROOT);
  }

  /** {@code pipelines[0].consumers} becomes {@code pipelines.0.consumers}. */
  static String dotted(String flag) {
    return flag.replaceAll("\\[([^\\]]*)]", ".$1");
  }
}
