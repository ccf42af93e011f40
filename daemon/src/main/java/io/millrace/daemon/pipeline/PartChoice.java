package io.millrace.daemon.pipeline;

import io.millrace.daemon.config.Nearest;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.spi.Options;
import java.util.List;
import java.util.Map;

/**
 * Which kind of source, sink or handler a section selects: <code>source: { file: ... }</code> by
 * its only key, or {@code source: stdin} by its text, for a kind that needs no options.
 */
record PartChoice<T>(T type, Options options) {

  /**
   * Reads the choice at {@code key}.
   *
   * @throws io.millrace.daemon.spi.ConfigException when it selects none, several, or one that does
   *     not exist
   */
  static <T> PartChoice<T> read(Section parent, String key, Map<String, T> types) {
    if (parent.isText(key)) {
      return ofText(parent, key, types);
    }
    if (!parent.has(key)) {
      throw parent.error(key, "this key must have a value; " + choices(key, types));
    }
    Section section = parent.section(key);
    List<String> chosen = types.keySet().stream().sorted().filter(section::has).toList();
    if (chosen.size() > 1) {
      throw section.error(
          chosen.get(1), "only one " + key + " is possible, found " + String.join(" and ", chosen));
    }
    if (chosen.isEmpty()) {
      List<String> present = section.keys();
      // "drop:" with nothing below it selects "drop" as well, though it has no value.
      if (present.size() == 1 && types.containsKey(present.get(0))) {
        return choice(section, present.get(0), types);
      }
      if (present.isEmpty()) {
        throw parent.error(key, choices(key, types));
      }
      section.has(present.get(0)); // told here, with a better reason than that the key is unknown
      throw section.error(present.get(0), unknown(present.get(0), key, types));
    }
    return choice(section, chosen.get(0), types);
  }

  private static <T> PartChoice<T> ofText(Section parent, String key, Map<String, T> types) {
    String name = parent.text(key);
    T type = types.get(name);
    if (type == null) {
      throw parent.error(key, unknown(name, key, types));
    }
    return new PartChoice<>(type, parent.emptySection(key).selected(name));
  }

  private static <T> PartChoice<T> choice(Section section, String name, Map<String, T> types) {
    T type = types.get(name);
    if (type == null) {
      throw new IllegalStateException("no type " + name);
    }
    return new PartChoice<>(type, section.selected(name));
  }

  private static String unknown(String name, String key, Map<String, ?> types) {
    return "there is no " + key + " '" + name + "'" + Nearest.hint(name, types.keySet());
  }

  private static String choices(String key, Map<String, ?> types) {
    return "name one " + key + " of: " + String.join(", ", types.keySet());
  }
}
