package io.millrace.broker.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.millrace.broker.message.HeadersCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All bindings of a virtual host, found by either end. Immutable; a change copies a path. */
final class BindingIndex {
  static final BindingIndex EMPTY =
      new BindingIndex(PersistentMap.empty(), PersistentMap.empty(), 0);

  /** By source, then by the destination's id, then by key and arguments. */
  private final PersistentMap<PersistentMap<PersistentMap<Binding>>> bySource;

  /** The sources that have bindings to a destination, by its id. */
  private final PersistentMap<PersistentMap<String>> sources;

  private final int count;

  private BindingIndex(
      PersistentMap<PersistentMap<PersistentMap<Binding>>> bySource,
      PersistentMap<PersistentMap<String>> sources,
      int count) {
    this.bySource = bySource;
    this.sources = sources;
    this.count = count;
  }

  /** Different for all bindings of one source. */
  static String id(Binding binding, Destination<?> destination) {
    return destination.id() + '\0' + label(binding);
  }

  int count() {
    return count;
  }

  /** The binding as it is here, or null. */
  @Nullable Binding find(Binding binding) {
    return between(binding.source(), destinationId(binding)).get(label(binding));
  }

  /** With a binding that is not here. */
  BindingIndex with(Binding binding) {
    String source = binding.source();
    String destination = destinationId(binding);
    PersistentMap<Binding> between = between(source, destination).put(label(binding), binding);
    return new BindingIndex(
        bySource.put(source, from(source).put(destination, between)),
        sources.put(destination, sourcesOf(destination).put(source, source)),
        count + 1);
  }

  /** Without a binding that is here. */
  BindingIndex without(Binding binding) {
    String source = binding.source();
    String destination = destinationId(binding);
    PersistentMap<Binding> between = between(source, destination).remove(label(binding));
    if (!between.isEmpty()) {
      return new BindingIndex(
          bySource.put(source, from(source).put(destination, between)), sources, count - 1);
    }
    PersistentMap<PersistentMap<Binding>> left = from(source).remove(destination);
    PersistentMap<String> others = sourcesOf(destination).remove(source);
    return new BindingIndex(
        left.isEmpty() ? bySource.remove(source) : bySource.put(source, left),
        others.isEmpty() ? sources.remove(destination) : sources.put(destination, others),
        count - 1);
  }

  boolean hasFrom(String source) {
    return bySource.get(source) != null;
  }

  List<Binding> listFrom(String source) {
    List<Binding> found = new ArrayList<>();
    from(source).forEach((destination, between) -> addAll(between, found));
    return found;
  }

  List<Binding> listTo(DestinationKind kind, String name) {
    List<Binding> found = new ArrayList<>();
    String destination = destinationId(kind, name);
    sourcesOf(destination).forEach((source, same) -> addAll(between(source, destination), found));
    return found;
  }

  List<Binding> listBetween(String source, DestinationKind kind, String name) {
    List<Binding> found = new ArrayList<>();
    addAll(between(source, destinationId(kind, name)), found);
    return found;
  }

  List<Binding> listAll() {
    List<Binding> found = new ArrayList<>(count);
    bySource.forEach(
        (source, from) -> from.forEach((destination, between) -> addAll(between, found)));
    return found;
  }

  private static void addAll(PersistentMap<Binding> between, List<Binding> to) {
    between.forEach((label, binding) -> to.add(binding));
  }

  private PersistentMap<PersistentMap<Binding>> from(String source) {
    return orEmpty(bySource.get(source));
  }

  private PersistentMap<Binding> between(String source, String destination) {
    return orEmpty(from(source).get(destination));
  }

  private PersistentMap<String> sourcesOf(String destination) {
    return orEmpty(sources.get(destination));
  }

  private static <V> PersistentMap<V> orEmpty(@Nullable PersistentMap<V> map) {
    return map == null ? PersistentMap.empty() : map;
  }

  private static String destinationId(Binding binding) {
    return destinationId(binding.kind(), binding.destination());
  }

  private static String destinationId(DestinationKind kind, String name) {
    return Destination.id(kind, name);
  }

  /** Different for all bindings between two ends. */
  private static String label(Binding binding) {
    if (binding.arguments().isEmpty()) {
      return binding.key();
    }
    ByteBuffer bytes = ByteBuffer.allocate(HeadersCodec.size(binding.arguments()));
    HeadersCodec.write(binding.arguments(), bytes);
    return binding.key().length() + ":" + binding.key() + new String(bytes.array(), ISO_8859_1);
  }
}
