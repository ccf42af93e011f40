package io.millrace.daemon.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a mapping stands, and what flags and variables may call it.
 *
 * @param parts the path from the root: keys, and indexes as {@code [0]}
 * @param names dotted names; for an item of a list by its index, then by its name
 */
record Address(List<String> parts, List<String> names) {
  static final Address ROOT = new Address(List.of(), List.of(""));

  /** As an operator writes it: {@code pipelines[0].source}. */
  String path() {
    return written(parts);
  }

  /** The path of one of its keys; its own where {@code key} is empty. */
  String path(String key) {
    return key.isEmpty() ? path() : written(parts(key));
  }

  List<String> parts(String key) {
    return Stream.concat(parts.stream(), Stream.of(key)).toList();
  }

  List<String> names(String key) {
    return names.stream().map(name -> name.isEmpty() ? key : name + "." + key).toList();
  }

  Address below(String key) {
    return new Address(parts(key), names(key));
  }

  /** That of an item of the list at {@code key}. */
  Address item(String key, int index) {
    return new Address(below(key).parts("[" + index + "]"), names(key + "." + index));
  }

  /** The same place, that can be called by these names too. */
  Address alsoCalled(List<String> more) {
    return new Address(parts, Stream.concat(names.stream(), more.stream()).toList());
  }

  private static String written(List<String> parts) {
    return String.join(".", parts).replace(".[", "[");
  }
}
