package io.millrace.broker.exchange;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link PersistentMap}: entries first, as name and value, then children.
 *
 * <p>Each level takes five bits of a hash to choose one of 32 places. The first seven levels take
 * them from {@link String#hashCode}, for which anybody can make names that collide; the next seven
 * from {@link #secondHash}, for which that is a search. Names that collide in both share a node
 * without places, which is searched from one end to the other.
 */
final class MapNode {
  static final MapNode EMPTY = new MapNode(0, 0, new Object[0]);

  private static final int LEVELS_OF_A_HASH = 7;
  private static final int BITS = 5;

  /** The places that hold an entry; no bit is set in a node of collisions. */
  private final int entries;

  /** The places that hold a child. */
  private final int children;

  /** Names and values in the order of their places, then children in the reverse of it. */
  private final Object[] slots;

  private MapNode(int entries, int children, Object[] slots) {
    this.entries = entries;
    this.children = children;
    this.slots = slots;
  }

  boolean isEmpty() {
    return slots.length == 0;
  }

  /** The name of the only entry; null if there are more, or none. */
  @Nullable String soleName() {
    return isSingleEntry() ? (String) slots[0] : null;
  }

  @Nullable Object soleValue() {
    return isSingleEntry() ? slots[1] : null;
  }

  @Nullable Object get(String text, int from, int to, int hash) {
    MapNode node = this;
    int rest = hash;
    for (int level = 0; ; level++) {
      if (level == LEVELS_OF_A_HASH) {
        rest = secondHash(text, from, to);
      } else if (level == 2 * LEVELS_OF_A_HASH) {
        return node.search(text, from, to);
      }
      int place = 1 << rest;
      rest >>>= BITS;
      if ((node.entries & place) != 0) {
        int entry = node.entryIndex(place);
        return isName(node.slots[entry], text, from, to) ? node.slots[entry + 1] : null;
      }
      if ((node.children & place) == 0) {
        return null;
      }
      node = (MapNode) node.slots[node.childIndex(place)];
    }
  }

  MapNode put(String name, int hash, Object value, int level) {
    if (level == 2 * LEVELS_OF_A_HASH) {
      return putColliding(name, value);
    }
    int place = place(name, hash, level);
    if ((entries & place) != 0) {
      int entry = entryIndex(place);
      if (!slots[entry].equals(name)) {
        return pushDown(entry, place, name, hash, value, level);
      }
      return slots[entry + 1] == value ? this : withSlot(entry + 1, value);
    }
    if ((children & place) != 0) {
      int child = childIndex(place);
      MapNode changed = ((MapNode) slots[child]).put(name, hash, value, level + 1);
      return changed == slots[child] ? this : withSlot(child, changed);
    }
    return new MapNode(entries | place, children, insert(entryIndex(place), name, value));
  }

  MapNode remove(String name, int hash, int level) {
    if (level == 2 * LEVELS_OF_A_HASH) {
      int entry = find(name, 0, name.length());
      return entry < 0 ? this : new MapNode(0, 0, removeTwo(entry));
    }
    int place = place(name, hash, level);
    if ((entries & place) != 0) {
      int entry = entryIndex(place);
      return slots[entry].equals(name)
          ? new MapNode(entries & ~place, children, removeTwo(entry))
          : this;
    }
    if ((children & place) == 0) {
      return this;
    }
    int child = childIndex(place);
    MapNode changed = ((MapNode) slots[child]).remove(name, hash, level + 1);
    if (changed == slots[child]) {
      return this;
    }
    return changed.isSingleEntry() ? pullUp(changed, child, place) : withSlot(child, changed);
  }

  void forEach(BiConsumer<String, Object> action) {
    int childCount = Integer.bitCount(children);
    for (int i = 0; i < slots.length - childCount; i += 2) {
      action.accept((String) slots[i], slots[i + 1]);
    }
    for (int i = slots.length - childCount; i < slots.length; i++) {
      ((MapNode) slots[i]).forEach(action);
    }
  }

  /** The entry at {@code place} goes into a child of its own, together with a new one. */
  private MapNode pushDown(int entry, int place, String name, int hash, Object value, int level) {
    String other = (String) slots[entry];
    MapNode child =
        EMPTY
            .put(other, other.hashCode(), slots[entry + 1], level + 1)
            .put(name, hash, value, level + 1);
    Object[] changed = new Object[slots.length - 1];
    int at = childIndex(place) - 1; // two slots fewer before it, and itself one more
    System.arraycopy(slots, 0, changed, 0, entry);
    System.arraycopy(slots, entry + 2, changed, entry, at - entry);
    changed[at] = child;
    System.arraycopy(slots, at + 2, changed, at + 1, slots.length - at - 2);
    return new MapNode(entries & ~place, children | place, changed);
  }

  /** The only entry that is left in a child takes the child's place. */
  private MapNode pullUp(MapNode single, int child, int place) {
    int entry = entryIndex(place);
    Object[] changed = new Object[slots.length + 1];
    System.arraycopy(slots, 0, changed, 0, entry);
    changed[entry] = single.slots[0];
    changed[entry + 1] = single.slots[1];
    System.arraycopy(slots, entry, changed, entry + 2, child - entry);
    System.arraycopy(slots, child + 1, changed, child + 2, slots.length - child - 1);
    return new MapNode(entries | place, children & ~place, changed);
  }

  private MapNode putColliding(String name, Object value) {
    int entry = find(name, 0, name.length());
    if (entry < 0) {
      return new MapNode(0, 0, insert(slots.length, name, value));
    }
    return slots[entry + 1] == value ? this : withSlot(entry + 1, value);
  }

  private @Nullable Object search(String text, int from, int to) {
    int entry = find(text, from, to);
    return entry < 0 ? null : slots[entry + 1];
  }

  private int find(String text, int from, int to) {
    for (int i = 0; i < slots.length; i += 2) {
      if (isName(slots[i], text, from, to)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isSingleEntry() {
    return children == 0 && slots.length == 2;
  }

  private int entryIndex(int place) {
    return 2 * Integer.bitCount(entries & (place - 1));
  }

  private int childIndex(int place) {
    return slots.length - 1 - Integer.bitCount(children & (place - 1));
  }

  private MapNode withSlot(int index, Object value) {
    Object[] changed = slots.clone();
    changed[index] = value;
    return new MapNode(entries, children, changed);
  }

  private Object[] insert(int index, String name, Object value) {
    Object[] changed = new Object[slots.length + 2];
    System.arraycopy(slots, 0, changed, 0, index);
    changed[index] = name;
    changed[index + 1] = value;
    System.arraycopy(slots, index, changed, index + 2, slots.length - index);
    return changed;
  }

  private Object[] removeTwo(int index) {
    Object[] changed = Arrays.copyOf(slots, slots.length - 2);
    System.arraycopy(slots, index + 2, changed, index, changed.length - index);
    return changed;
  }

  static boolean isName(Object name, String text, int from, int to) {
    String known = (String) name;
    return known.length() == to - from && text.startsWith(known, from);
  }

  private static int place(String name, int hash, int level) {
    int bits =
        level < LEVELS_OF_A_HASH
            ? hash >>> (BITS * level)
            : secondHash(name, 0, name.length()) >>> (BITS * (level - LEVELS_OF_A_HASH));
    return 1 << bits;
  }

  /** Independent of {@link String#hashCode}, and not a polynomial. */
  static int secondHash(String text, int from, int to) {
    int hash = 0x9E37_79B9;
    for (int i = from; i < to; i++) {
      hash = Integer.rotateLeft((hash ^ text.charAt(i)) * 0xCC9E_2D51, 13) * 0x1B87_3593;
    }
    hash ^= hash >>> 16;
    hash *= 0x85EB_CA6B;
    return hash ^ (hash >>> 13);
  }
}
