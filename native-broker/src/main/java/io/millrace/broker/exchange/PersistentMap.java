package io.millrace.broker.exchange;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from names to values, of which a changed copy shares all but one path: a hash
 * array mapped trie.
 *
 * <p>A change copies at most 14 arrays of at most 32 slots, and with 100,000 names about 4. A
 * lookup allocates nothing, also where the name is a word within a longer text.
 */
final class PersistentMap<V> {
  private static final PersistentMap<?> EMPTY = new PersistentMap<>(MapNode.EMPTY, 0);

  private final MapNode root;
  private final int count;

  private PersistentMap(MapNode root, int count) {
    this.root = root;
    this.count = count;
  }

  @SuppressWarnings("unchecked") // it holds no value
  static <V> PersistentMap<V> empty() {
    return (PersistentMap<V>) EMPTY;
  }

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  @Nullable V get(String name) {
    return get(name, 0, name.length(), name.hashCode());
  }

  /**
   * The value of the word that {@code text} has from {@code from} to before {@code to}.
   *
   * @param hash as {@link String#hashCode} has it for that word
   */
  @SuppressWarnings("unchecked") // only put gets values in
  @Nullable V get(String text, int from, int to, int hash) {
    return (V) root.get(text, from, to, hash);
  }

  /** With {@code value} for {@code name}, instead of what was there. */
  PersistentMap<V> put(String name, V value) {
    MapNode changed = root.put(name, name.hashCode(), value, 0);
    if (changed == root) {
      return this;
    }
    return new PersistentMap<>(changed, get(name) == null ? count + 1 : count);
  }

  /** Without {@code name}, which need not be there. */
  PersistentMap<V> remove(String name) {
    MapNode changed = root.remove(name, name.hashCode(), 0);
    return changed == root ? this : new PersistentMap<>(changed, count - 1);
  }

  /** In any order. */
  @SuppressWarnings("unchecked") // only put gets values in
  void forEach(BiConsumer<String, ? super V> action) {
    root.forEach((name, value) -> action.accept(name, (V) value));
  }
}
