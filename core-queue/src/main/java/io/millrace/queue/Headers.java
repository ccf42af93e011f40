package io.millrace.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a message: names to text values, in the order they were added.
 *
 * <p>Immutable and safe to share between threads. A name stands once; adding it again replaces its
 * value. Lookups are linear, because messages carry a handful of headers.
 */
public final class Headers {
  private static final Headers EMPTY = new Headers(List.of());

  private final List<Map.Entry<String, String>> entries;

  private Headers(List<Map.Entry<String, String>> entries) {
    this.entries = entries;
  }

  /** No headers; always the same instance. */
  public static Headers empty() {
    return EMPTY;
  }

  public static Headers of(String name, String value) {
    return EMPTY.with(name, value);
  }

  public static Headers of(Map<String, String> values) {
    if (values.isEmpty()) {
      return EMPTY;
    }
    List<Map.Entry<String, String>> entries = new ArrayList<>(values.size());
    values.forEach((name, value) -> entries.add(Map.entry(name, value)));
    return new Headers(Collections.unmodifiableList(entries));
  }

  public Optional<String> get(String name) {
    for (Map.Entry<String, String> entry : entries) {
      if (entry.getKey().equals(name)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  /** These headers with {@code name} set to {@code value}. */
  public Headers with(String name, String value) {
    Map<String, String> values = toMap();
    values.put(name, value);
    return of(values);
  }

  /** These headers and all of {@code others}, whose values win. */
  public Headers withAll(Map<String, String> others) {
    if (others.isEmpty()) {
      return this;
    }
    Map<String, String> values = toMap();
    values.putAll(others);
    return of(values);
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public List<Map.Entry<String, String>> entries() {
    return entries;
  }

  /** A modifiable copy, in order. */
  public Map<String, String> toMap() {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : entries) {
      values.put(entry.getKey(), entry.getValue());
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers && toMap().equals(headers.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
