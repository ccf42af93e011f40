package io.millrace.broker.message;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Named, typed values in the order they were added: headers of a message, arguments of a queue or a
 * binding.
 *
 * <p>Immutable. A name may stand more than once, as MQTT's user properties may; looking it up finds
 * the first. Lookups are linear, because there are a handful.
 */
public final class Headers {
  /** How deep tables and sequences may be nested. */
  public static final int MAX_DEPTH = 64;

  public static final Headers EMPTY = new Headers(new String[0], new HeaderValue[0], 0);

  private final String[] names;
  private final HeaderValue[] values;
  private final int depth;

  private Headers(String[] names, HeaderValue[] values, int depth) {
    this.names = names;
    this.values = values;
    this.depth = depth;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** One header with a text. */
  public static Headers of(String name, String text) {
    return builder().put(name, Text.of(text)).build();
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  public int count() {
    return names.length;
  }

  public String name(int index) {
    return names[index];
  }

  public HeaderValue value(int index) {
    return values[index];
  }

  /** The first value of that name, or null. */
  public @Nullable HeaderValue get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  public void forEach(BiConsumer<String, HeaderValue> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  /** These headers where {@code name} stands once, with {@code value}, in its first place. */
  public Headers with(String name, HeaderValue value) {
    Builder builder = builder();
    boolean put = false;
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals(name)) {
        builder.put(names[i], values[i]);
      } else if (!put) {
        builder.put(name, value);
        put = true;
      }
    }
    return put ? builder.build() : builder.put(name, value).build();
  }

  /** These headers without any of that name. */
  public Headers without(String name) {
    if (get(name) == null) {
      return this;
    }
    Builder builder = builder();
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals(name)) {
        builder.put(names[i], values[i]);
      }
    }
    return builder.build();
  }

  /** How deep values are nested: 0 if no value is a table or a sequence. */
  int depth() {
    return depth;
  }

  static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("values are nested deeper than " + MAX_DEPTH);
    }
  }

  /** Equal if they hold the same in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Headers that
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(values[i]);
    }
    return text.append('}').toString();
  }

  /** Collects headers. For one thread. */
  public static final class Builder {
    private String[] names = new String[4];
    private HeaderValue[] values = new HeaderValue[4];
    private int count;
    private int depth;

    private Builder() {}

    /** Adds one at the end, also where the name is there. */
    public Builder put(String name, HeaderValue value) {
      if (count == names.length) {
        names = Arrays.copyOf(names, count * 2);
        values = Arrays.copyOf(values, count * 2);
      }
      names[count] = name;
      values[count++] = value;
      depth = Math.max(depth, value.depth());
      return this;
    }

    public Headers build() {
      return count == 0
          ? EMPTY
          : new Headers(Arrays.copyOf(names, count), Arrays.copyOf(values, count), depth);
    }
  }
}
