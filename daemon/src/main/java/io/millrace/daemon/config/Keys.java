package io.millrace.daemon.config;

import io.millrace.daemon.config.Overrides.Found;
import io.millrace.daemon.spi.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one mapping: what is there, in order of precedence, which were asked for, and which
 * are unknown.
 */
final class Keys {
  private final Reading reading;

  /** The path from the root: keys, and indexes as {@code [0]}. */
  private final List<String> parts;

  /**
   * The dotted names that flags and variables may call this mapping by; for an item of a list its
   * index, then its name.
   */
  private final List<String> names;

  private final Node.@Nullable Mapping mapping;
  private final Origin origin;
  private final Set<String> asked = new LinkedHashSet<>();
  private boolean abandoned;

  private Keys(
      Reading reading,
      List<String> parts,
      List<String> names,
      Node.@Nullable Mapping mapping,
      Origin origin) {
    this.reading = reading;
    this.parts = parts;
    this.names = names;
    this.mapping = mapping;
    this.origin = origin;
  }

  static Keys root(Reading reading, Node.Mapping mapping) {
    return new Keys(reading, List.of(), List.of(""), mapping, mapping.origin());
  }

  String path() {
    return String.join(".", parts).replace(".[", "[");
  }

  String path(String key) {
    return key.isEmpty() ? path() : String.join(".", parts(key)).replace(".[", "[");
  }

  Origin origin() {
    return origin;
  }

  List<String> parts() {
    return parts;
  }

  List<String> parts(String key) {
    return Stream.concat(parts.stream(), Stream.of(key)).toList();
  }

  boolean has(String key) {
    asked.add(key);
    return reading.overrides().find(names(key)).isPresent()
        || reading.overrides().hasBelow(names(key))
        || node(key).isPresent();
  }

  boolean isText(String key) {
    asked.add(key);
    if (reading.overrides().flag(names(key)).isPresent()
        || reading.overrides().hasFlagBelow(names(key))) {
      return reading.overrides().flag(names(key)).isPresent();
    }
    if (reading.overrides().variable(names(key)).isPresent()
        || reading.overrides().hasBelow(names(key))) {
      return reading.overrides().variable(names(key)).isPresent();
    }
    return node(key).filter(Node.Scalar.class::isInstance).isPresent();
  }

  List<String> present() {
    Stream<String> inFile = mapping == null ? Stream.empty() : mapping.entries().keySet().stream();
    Stream<String> flags =
        reading.overrides().flagKeysBelow(names).map(rest -> rest.split("\\.", 2)[0]);
    return Stream.concat(inFile, flags).distinct().toList();
  }

  /** The single value of a key. */
  Optional<Found> find(String key) {
    asked.add(key);
    return reading
        .overrides()
        .find(names(key))
        .or(() -> node(key).map(node -> scalar(node, path(key))));
  }

  /** As {@link #find}, also from a file that the environment names. */
  Optional<Found> findSecret(String key) {
    asked.add(key);
    try {
      Optional<Found> fromFile = reading.overrides().secretFile(names(key));
      return reading.overrides().find(names(key)).or(() -> fromFile).or(() -> find(key));
    } catch (IOException e) {
      String variable = Overrides.variableName(names(key).get(0)) + "_FILE";
      throw reading
          .problems()
          .exception(
              Origin.environment(variable), path(key), "cannot read the secret's file: " + e);
    }
  }

  /**
   * A list of values; a single one may stand for itself, and a flag or variable parts them with
   * commas.
   */
  List<Found> findAll(String key) {
    asked.add(key);
    Optional<Found> all = reading.overrides().find(names(key));
    if (all.isPresent()) {
      return Stream.of(all.get().text().split(","))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .map(text -> new Found(text, all.get().origin()))
          .toList();
    }
    List<Node> nodes =
        node(key)
            .map(node -> node instanceof Node.Sequence list ? list.items() : List.of(node))
            .orElse(List.of());
    List<Found> found = new ArrayList<>();
    for (int i = 0; ; i++) {
      Optional<Found> override = reading.overrides().find(names(key + "." + i));
      if (override.isEmpty() && i >= nodes.size()) {
        return found;
      }
      String path = path(key) + "[" + i + "]";
      Node node = i < nodes.size() ? nodes.get(i) : null;
      found.add(override.isPresent() || node == null ? override.orElseThrow() : scalar(node, path));
    }
  }

  /**
   * A mapping of the user's own keys; the environment can override them, a flag can also add some.
   */
  Map<String, Found> findMap(String key) {
    Map<String, Found> found = new LinkedHashMap<>();
    Optional<Node> node = inFile(key);
    if (node.isPresent()) {
      for (Map.Entry<String, Node.Entry> entry :
          mappingOf(node.get(), path(key)).entries().entrySet()) {
        found.put(
            entry.getKey(),
            reading
                .overrides()
                .find(names(key + "." + entry.getKey()))
                .orElseGet(
                    () -> scalar(entry.getValue().value(), path(key) + "." + entry.getKey())));
      }
    }
    reading
        .overrides()
        .flagKeysBelow(names(key))
        .forEach(
            name ->
                reading
                    .overrides()
                    .flag(names(key + "." + name))
                    .ifPresent(flag -> found.put(name, flag)));
    return found;
  }

  Keys below(String key) {
    Optional<Node> node = inFile(key);
    Node.Mapping below = node.isPresent() ? mappingOf(node.get(), path(key)) : null;
    return new Keys(
        reading, parts(key), names(key), below, below == null ? origin : below.origin());
  }

  Keys emptyBelow(String key) {
    return new Keys(reading, parts(key), names(key), null, origin(key));
  }

  Keys given(String key, Map<String, String> values) {
    LinkedHashMap<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            entries.put(
                name,
                new Node.Entry(Origin.DEFAULT, new Node.Scalar(Origin.DEFAULT, value, false))));
    return new Keys(
        reading, parts(key), names(key), new Node.Mapping(Origin.DEFAULT, entries), origin);
  }

  /** The mappings of a list; flags and variables with the next index make it longer. */
  List<Keys> items(String key) {
    Optional<Node> node = inFile(key);
    if (node.isPresent() && !(node.get() instanceof Node.Sequence)) {
      throw reading
          .problems()
          .exception(
              node.get().origin(),
              path(key),
              "expected a list, each item beginning with '- ', found " + node.get().kind());
    }
    List<Node> nodes = node.map(list -> ((Node.Sequence) list).items()).orElse(List.of());
    List<Keys> items = new ArrayList<>();
    for (int i = 0; i < nodes.size() || reading.overrides().hasBelow(names(key + "." + i)); i++) {
      List<String> itemParts =
          Stream.concat(parts(key).stream(), Stream.of("[" + i + "]")).toList();
      String itemPath = path(key) + "[" + i + "]";
      Node.Mapping item = i < nodes.size() ? mappingOf(nodes.get(i), itemPath) : null;
      List<String> byIndex = names(key + "." + i);
      Keys indexed =
          new Keys(reading, itemParts, byIndex, item, item == null ? origin : item.origin());
      List<String> byName =
          indexed
              .node("name")
              .filter(Node.Scalar.class::isInstance)
              .map(name -> names(key + "." + ((Node.Scalar) name).text()))
              .orElse(List.of());
      List<String> itemNames = Stream.concat(byIndex.stream(), byName.stream()).toList();
      items.add(new Keys(reading, itemParts, itemNames, item, indexed.origin));
    }
    return items;
  }

  ConfigException error(String key, String problem) {
    return reading.problems().exception(origin(key), path(key), problem);
  }

  ConfigException missing(String key) {
    List<String> strangers =
        mapping == null
            ? List.of()
            : mapping.entries().keySet().stream().filter(name -> !asked.contains(name)).toList();
    String meant =
        Nearest.to(key, strangers).map(name -> "; is '" + name + "' meant to be it?").orElse("");
    return reading.problems().exception(origin, path(key), "this key must have a value" + meant);
  }

  void abandon() {
    abandoned = true;
  }

  void noteUnknown() {
    if (mapping == null) {
      return;
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              boolean isExtension = parts.isEmpty() && key.startsWith("x-");
              List<String> candidates =
                  asked.stream().filter(name -> !mapping.entries().containsKey(name)).toList();
              boolean mayBeUnknown = !abandoned || Nearest.to(key, candidates).isPresent();
              if (!asked.contains(key) && !isExtension && mayBeUnknown) {
                reading
                    .problems()
                    .note(
                        entry.keyOrigin(),
                        path(key),
                        "unknown key"
                            + Nearest.hint(key, candidates.isEmpty() ? asked : candidates));
              }
            });
  }

  /** The value's place, or that of its key, or this mapping's. */
  private Origin origin(String key) {
    return reading
        .overrides()
        .find(names(key))
        .map(Found::origin)
        .or(
            () ->
                Optional.ofNullable(mapping == null ? null : mapping.entries().get(key))
                    .map(
                        entry ->
                            entry.value() instanceof Node.Scalar
                                ? entry.value().origin()
                                : entry.keyOrigin()))
        .orElse(origin);
  }

  private List<String> names(String key) {
    return names.stream().map(name -> name.isEmpty() ? key : name + "." + key).toList();
  }

  private Optional<Node> inFile(String key) {
    asked.add(key);
    return node(key);
  }

  private Optional<Node> node(String key) {
    return Optional.ofNullable(mapping == null ? null : mapping.entries().get(key))
        .map(Node.Entry::value)
        .filter(value -> !(value instanceof Node.Scalar scalar && scalar.isNothing()));
  }

  private Node.Mapping mappingOf(Node node, String path) {
    if (node instanceof Node.Mapping map) {
      return map;
    }
    throw reading
        .problems()
        .exception(node.origin(), path, "expected a mapping of keys, found " + node.kind());
  }

  private Found scalar(Node node, String path) {
    if (!(node instanceof Node.Scalar scalar)) {
      throw reading
          .problems()
          .exception(node.origin(), path, "expected a single value, found " + node.kind());
    }
    String text = scalar.text();
    try {
      Origin origin = Interpolation.hasVariable(text) ? node.origin().by(text) : node.origin();
      return new Found(reading.interpolation().replace(text), origin);
    } catch (IllegalArgumentException e) {
      throw reading.problems().exception(node.origin(), path, String.valueOf(e.getMessage()));
    }
  }
}
