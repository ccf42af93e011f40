package io.millrace.daemon.kq;

import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.config.Section;
import io.millrace.daemon.spi.ConfigException;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queues in a configuration of a go-zero service: the file is one, or has some in it, at any
 * depth.
 *
 * @param service what the service is called
 */
record KqFile(Optional<String> service, List<KqQueue> queues) {
  private static final int DEEPEST = 8;

  /**
   * Reads a file. References to variables of the environment stay as they are.
   *
   * @throws ConfigException when it cannot be read, has a value that kq would refuse, or has no
   *     queue
   */
  static KqFile read(Path file) {
    Configuration configuration = Configuration.read(file, Map.of(), new Verbatim());
    List<KqQueue> queues = new ArrayList<>();
    Optional<String> service =
        configuration
            .root()
            .attempt(
                root -> {
                  search(root, "", 0, queues);
                  return KqQueue.nameIn(root).orElse("");
                });
    configuration.check();
    if (queues.isEmpty()) {
      throw new ConfigException(
          file + ": there is no kq queue in it: a mapping with Brokers, Group and Topic");
    }
    return new KqFile(service.filter(name -> !name.isEmpty()), queues);
  }

  private static void search(Section section, String place, int depth, List<KqQueue> queues) {
    if (KqQueue.isAt(section)) {
      queues.add(KqQueue.from(section, place));
      return;
    }
    for (String key : section.keys()) {
      section.has(key);
      if (depth < DEEPEST && section.isMapping(key)) {
        search(section.section(key), key, depth + 1, queues);
      } else if (depth < DEEPEST && section.isListOfMappings(key)) {
        section.sections(key).forEach(item -> search(item, key, depth + 1, queues));
      }
    }
  }

  /** An environment in which every variable stands for itself, and none for a key of ours. */
  private static final class Verbatim extends AbstractMap<String, String> {
    @Override
    public @Nullable String get(Object name) {
      return String.valueOf(name).startsWith("MILLRACE_") ? null : "${" + name + "}";
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return Set.of();
    }
  }
}
