package io.millrace.daemon.config;

import io.millrace.daemon.config.Overrides.Found;
import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one mapping: what is there, in order of precedence, which were asked for, and which
 * are unknown.
 */
final class Keys {
  private final Reading reading;
  private final Address address;
  private final Node.@Nullable Mapping mapping;
  private final Origin origin;
  private final AskedKeys asked;
  private final NodeReader nodes;

  private Keys(Reading reading, Address address, Node.@Nullable Mapping mapping, Origin origin) {
    this.reading = reading;
    this.address = address;
    this.mapping = mapping;
    this.origin = origin;
    asked = new AskedKeys(mapping);
    nodes = new NodeReader(reading.problems(), reading.interpolation());
  }

  static Keys root(Reading reading, Node.Mapping mapping) {
    return new Keys(reading, Address.ROOT, mapping, mapping.origin());
  }

  Address address() {
    return address;
  }

  Origin origin() {
    return origin;
  }

  boolean has(String key) {
    asked.add(key);
    return reading.overrides().find(address.names(key)).isPresent()
        || reading.overrides().hasBelow(address.names(key))
        || node(key).isPresent();
  }

  boolean isText(String key) {
    asked.add(key);
    if (reading.overrides().flag(address.names(key)).isPresent()
        || reading.overrides().hasFlagBelow(address.names(key))) {
      return reading.overrides().flag(address.names(key)).isPresent();
    }
    if (reading.overrides().variable(address.names(key)).isPresent()
        || reading.overrides().hasBelow(address.names(key))) {
      return reading.overrides().variable(address.names(key)).isPresent();
    }
    return node(key).filter(Node.Scalar.class::isInstance).isPresent();
  }

  boolean isMapping(String key) {
    return inFile(key).filter(Node.Mapping.class::isInstance).isPresent();
  }

  boolean isListOfMappings(String key) {
    return inFile(key)
        .filter(
            node ->
                node instanceof Node.Sequence list
                    && list.items().stream().allMatch(Node.Mapping.class::isInstance))
        .isPresent();
  }

  List<String> present() {
    Stream<String> inFile = mapping == null ? Stream.empty() : mapping.entries().keySet().stream();
    Stream<String> flags =
        reading.overrides().flagKeysBelow(address.names()).map(rest -> rest.split("\\.", 2)[0]);
    return Stream.concat(inFile, flags).distinct().toList();
  }

  /** The single value of a key. */
  Optional<Found> find(String key) {
    asked.add(key);
    return reading
        .overrides()
        .find(address.names(key))
        .or(() -> node(key).map(node -> nodes.scalar(node, address.path(key))));
  }

  /** As {@link #find}, also from a file that the environment names. */
  Optional<Found> findSecret(String key) {
    asked.add(key);
    try {
      Optional<Found> fromFile = reading.overrides().secretFile(address.names(key));
      return reading.overrides().find(address.names(key)).or(() -> fromFile).or(() -> find(key));
    } catch (IOException e) {
      String variable = Overrides.variableName(address.names(key).get(0)) + "_FILE";
      throw reading
          .problems()
          .exception(
              Origin.environment(variable),
              address.path(key),
              "cannot read the secret's file: " + Reason.of(e));
    }
  }

  /**
   * A list of values; a single one may stand for itself, and a flag or variable parts them with
   * commas.
   */
  List<Found> findAll(String key) {
    asked.add(key);
    Optional<Found> all = reading.overrides().find(address.names(key));
    if (all.isPresent()) {
      return Stream.of(all.get().text().split(","))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .map(text -> new Found(text, all.get().origin()))
          .toList();
    }
    List<Node> inFile =
        node(key)
            .map(node -> node instanceof Node.Sequence list ? list.items() : List.of(node))
            .orElse(List.of());
    List<Found> found = new ArrayList<>();
    for (int i = 0; ; i++) {
      Optional<Found> override = reading.overrides().find(address.names(key + "." + i));
      if (override.isEmpty() && i >= inFile.size()) {
        return found;
      }
      String path = address.path(key) + "[" + i + "]";
      Node node = i < inFile.size() ? inFile.get(i) : null;
      found.add(
          override.isPresent() || node == null ? override.orElseThrow() : nodes.scalar(node, path));
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
          nodes.mapping(node.get(), address.path(key)).entries().entrySet()) {
        found.put(
            entry.getKey(),
            reading
                .overrides()
                .find(address.names(key + "." + entry.getKey()))
                .orElseGet(
                    () ->
                        nodes.scalar(
                            entry.getValue().value(), address.path(key) + "." + entry.getKey())));
      }
    }
    reading
        .overrides()
        .flagKeysBelow(address.names(key))
        .forEach(
            name ->
                reading
                    .overrides()
                    .flag(address.names(key + "." + name))
                    .ifPresent(flag -> found.put(name, flag)));
    return found;
  }

  Keys below(String key) {
    Optional<Node> node = inFile(key);
    Node.Mapping below = node.isPresent() ? nodes.mapping(node.get(), address.path(key)) : null;
    return new Keys(reading, address.below(key), below, below == null ? origin : below.origin());
  }

  Keys emptyBelow(String key) {
    return new Keys(reading, address.below(key), null, origin(key));
  }

  Keys given(String key, Map<String, String> values) {
    LinkedHashMap<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            entries.put(
                name,
                new Node.Entry(Origin.DEFAULT, new Node.Scalar(Origin.DEFAULT, value, false))));
    return new Keys(reading, address.below(key), new Node.Mapping(Origin.DEFAULT, entries), origin);
  }

  /** The mappings of a list; flags and variables with the next index make it longer. */
  List<Keys> items(String key) {
    Optional<Node> node = inFile(key);
    List<Node> inFile = node.map(list -> nodes.list(list, address.path(key))).orElse(List.of());
    List<Keys> items = new ArrayList<>();
    for (int i = 0;
        i < inFile.size() || reading.overrides().hasBelow(address.names(key + "." + i));
        i++) {
      items.add(item(key, address.item(key, i), i < inFile.size() ? inFile.get(i) : null));
    }
    return items;
  }

  private Keys item(String list, Address byIndex, @Nullable Node node) {
    Node.Mapping item = node == null ? null : nodes.mapping(node, byIndex.path());
    Origin place = item == null ? origin : item.origin();
    List<String> byName =
        new Keys(reading, byIndex, item, place)
            .node("name")
            .filter(Node.Scalar.class::isInstance)
            .map(name -> address.names(list + "." + ((Node.Scalar) name).text()))
            .orElse(List.of());
    return new Keys(reading, byIndex.alsoCalled(byName), item, place);
  }

  ConfigException error(String key, String problem) {
    return reading.problems().exception(origin(key), address.path(key), problem);
  }

  void warn(String key, String oddity) {
    reading.warnings().note(origin(key), address.path(key), oddity);
  }

  ConfigException missing(String key) {
    return reading
        .problems()
        .exception(origin, address.path(key), "this key must have a value" + asked.meantBy(key));
  }

  void abandon() {
    asked.abandon();
  }

  void noteUnknown() {
    asked.noteUnknown(address, reading.problems());
  }

  /** The value's place, or that of its key, or this mapping's. */
  private Origin origin(String key) {
    return reading
        .overrides()
        .find(address.names(key))
        .map(Found::origin)
        .or(
            () ->
                Optional.ofNullable(mapping == null ? null : mapping.entries().get(key))
                    .map(
                        entry ->
                            entry.value() instanceof Node.Scalar
                                ? entry.value().origin()
                                : entry.keyOrigin()))
        .filter(
            place -> !place.equals(Origin.DEFAULT)) // nobody wrote it: what led to it has a place
        .orElse(origin);
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
}
