package io.millrace.daemon.config;

import io.millrace.daemon.config.Overrides.Found;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that were asked for in one section, and where they come from: to print and to compare.
 */
record SectionValues(EffectiveValues all, Address address) {
  /** By their paths from here, those below it too; secrets as they are. */
  Map<String, String> toMap() {
    return all.below(address.parts());
  }

  void put(String key, Found found) {
    all.put(address.parts(key), found.text(), found.origin());
  }

  /** Without a value and without a default. */
  void putAbsent(String key) {
    all.putAbsent(address.parts(key));
  }

  void putDefault(String key, String text) {
    all.put(address.parts(key), text, Origin.DEFAULT);
  }

  void putSecret(String key, Optional<Found> found) {
    found.ifPresentOrElse(
        secret -> all.putSecret(address.parts(key), secret.text(), secret.origin()),
        () -> putAbsent(key));
  }

  void putList(String key, List<Found> found) {
    all.putList(
        address.parts(key),
        found.stream().map(Found::text).toList(),
        found.isEmpty() ? Origin.DEFAULT : found.get(0).origin());
  }

  /** Of keys of the user's own choice. */
  void putMap(String key, Map<String, Found> found) {
    Address below = address.below(key);
    found.forEach((name, each) -> all.putChosen(below.parts(name), each.text(), each.origin()));
  }

  void putSection(String key, Origin origin) {
    all.putSection(address.parts(key), origin);
  }
}
