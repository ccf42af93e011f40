package io.millrace.broker.queue;

import org.jspecify.annotations.Nullable;

/**
 * A map from offsets to values for offsets that come in clusters: a hash table of pages of {@value
 * #PAGE} slots each, so that neighbours are found without hashing, and an emptied page is given
 * back. Not safe for use by several threads.
 */
public final class OffsetMap<V> {
  private static final int BITS = 5;
  private static final int PAGE = 1 << BITS;

  /** Open addressing, linear probing, at most half full; null while nothing was ever put. */
  private @Nullable Page @Nullable [] table;

  private int shift;
  private int pages;
  private int size;

  /** The page that was used last: mostly the one that is used next. */
  private @Nullable Page recent;

  /** The number of entries. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean contains(long offset) {
    return get(offset) != null;
  }

  @SuppressWarnings("unchecked") // only values of V are put
  public @Nullable V get(long offset) {
    Page page = find(offset >> BITS);
    return page == null ? null : (V) page.slots[(int) offset & (PAGE - 1)];
  }

  /** Returns the value that was there before. */
  @SuppressWarnings("unchecked") // only values of V are put
  public @Nullable V put(long offset, V value) {
    Page page = find(offset >> BITS);
    if (page == null) {
      page = insert(offset >> BITS);
    }
    int slot = (int) offset & (PAGE - 1);
    Object before = page.slots[slot];
    page.slots[slot] = value;
    if (before == null) {
      page.used++;
      size++;
    }
    return (V) before;
  }

  /** Returns the value that was there. */
  @SuppressWarnings("unchecked") // only values of V are put
  public @Nullable V remove(long offset) {
    Page page = find(offset >> BITS);
    if (page == null) {
      return null;
    }
    int slot = (int) offset & (PAGE - 1);
    Object before = page.slots[slot];
    if (before != null) {
      page.slots[slot] = null;
      size--;
      if (--page.used == 0) {
        delete(page);
      }
    }
    return (V) before;
  }

  public void clear() {
    table = null;
    pages = 0;
    size = 0;
    recent = null;
  }

  /** Visits all entries, in no particular order; nothing may be put or removed meanwhile. */
  @SuppressWarnings("unchecked") // only values of V are put
  public void forEach(Visitor<? super V> visitor) {
    if (table == null) {
      return;
    }
    for (Page page : table) {
      for (int slot = 0; page != null && slot < PAGE; slot++) {
        Object value = page.slots[slot];
        if (value != null) {
          visitor.visit((page.number << BITS) + slot, (V) value);
        }
      }
    }
  }

  private @Nullable Page find(long number) {
    Page last = recent;
    if (last != null && last.number == number) {
      return last;
    }
    @Nullable Page[] in = table;
    if (in == null) {
      return null;
    }
    for (int at = home(number); ; at = (at + 1) & (in.length - 1)) {
      Page page = in[at];
      if (page == null) {
        return null;
      }
      if (page.number == number) {
        recent = page;
        return page;
      }
    }
  }

  private Page insert(long number) {
    @Nullable Page[] in = table;
    if (in == null || (pages + 1) * 2 > in.length) {
      in = grow();
    }
    Page page = new Page(number);
    place(in, page);
    pages++;
    recent = page;
    return page;
  }

  private @Nullable Page[] grow() {
    @Nullable Page[] before = table;
    @Nullable Page[] larger = new Page[before == null ? 2 : before.length * 2];
    table = larger;
    shift = Long.numberOfLeadingZeros(larger.length - 1L);
    if (before != null) {
      for (Page page : before) {
        if (page != null) {
          place(larger, page);
        }
      }
    }
    return larger;
  }

  private void place(@Nullable Page[] in, Page page) {
    int at = home(page.number);
    while (in[at] != null) {
      at = (at + 1) & (in.length - 1);
    }
    in[at] = page;
  }

  /** Closes the gap that the page leaves, so that probing never meets a gap too early. */
  private void delete(Page page) {
    @Nullable Page[] in = table;
    if (in == null) {
      throw new IllegalStateException("a page without a table");
    }
    int mask = in.length - 1;
    int gap = home(page.number);
    while (in[gap] != page) {
      gap = (gap + 1) & mask;
    }
    for (int at = (gap + 1) & mask; ; at = (at + 1) & mask) {
      Page next = in[at];
      if (next == null) {
        break;
      }
      if (((at - home(next.number)) & mask) >= ((at - gap) & mask)) {
        in[gap] = next;
        gap = at;
      }
    }
    in[gap] = null;
    pages--;
    recent = null;
    if (pages == 0 && in.length > 2) {
      table = null;
    }
  }

  private int home(long number) {
    return (int) ((number * 0x9E3779B97F4A7C15L) >>> shift);
  }

  private static final class Page {
    final long number;
    final @Nullable Object[] slots = new Object[PAGE];
    int used;

    Page(long number) {
      this.number = number;
    }
  }

  /** Gets to see an entry. */
  @FunctionalInterface
  public interface Visitor<V> {
    void visit(long offset, V value);
  }
}
