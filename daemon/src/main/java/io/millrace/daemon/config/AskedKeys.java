package io.millrace.daemon.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which keys of a mapping were asked for: what stands there besides is unknown. */
final class AskedKeys {
  private final Node.@Nullable Mapping mapping;
  private final Set<String> asked = new LinkedHashSet<>();
  private boolean abandoned;

  AskedKeys(Node.@Nullable Mapping mapping) {
    this.mapping = mapping;
  }

  void add(String key) {
    asked.add(key);
  }

  /** Nobody will ask for the rest: a key that was not asked for need not be unknown. */
  void abandon() {
    abandoned = true;
  }

  /** What may have been meant by a key that is missing, in words. */
  String meantBy(String missing) {
    List<String> strangers =
        mapping == null
            ? List.of()
            : mapping.entries().keySet().stream().filter(name -> !asked.contains(name)).toList();
    return Nearest.to(missing, strangers)
        .map(name -> "; is '" + name + "' meant to be it?")
        .orElse("");
  }

  void noteUnknown(Address address, Problems problems) {
    if (mapping == null) {
      return;
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              boolean isExtension = address.parts().isEmpty() && key.startsWith("x-");
              List<String> candidates =
                  asked.stream().filter(name -> !mapping.entries().containsKey(name)).toList();
              boolean mayBeUnknown = !abandoned || Nearest.to(key, candidates).isPresent();
              if (!asked.contains(key) && !isExtension && mayBeUnknown) {
                problems.note(
                    entry.keyOrigin(),
                    address.path(key),
                    "unknown key" + Nearest.hint(key, candidates.isEmpty() ? asked : candidates));
              }
            });
  }
}
