package io.millrace.queue.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts names into an order in which each comes after those it depends on, and otherwise as they
 * were added.
 *
 * <p>Belongs to one thread.
 */
final class StartOrder {
  private final Map<String, Set<String>> dependencies = new LinkedHashMap<>();

  void add(String name) {
    if (dependencies.putIfAbsent(name, new LinkedHashSet<>()) != null) {
      throw new IllegalArgumentException("there are two services called " + name);
    }
  }

  void dependOn(String name, String dependency) {
    dependencies.computeIfAbsent(name, added -> new LinkedHashSet<>()).add(dependency);
  }

  /**
   * The names in order.
   *
   * @throws IllegalArgumentException when they depend on each other in a circle, or on a name that
   *     was not added; it says which
   */
  List<String> order() {
    Set<String> ordered = new LinkedHashSet<>();
    for (String name : dependencies.keySet()) {
      visit(name, ordered, new LinkedHashSet<>());
    }
    return List.copyOf(ordered);
  }

  /**
   * @param path the names that led here, each depending on the next
   */
  private void visit(String name, Set<String> ordered, Set<String> path) {
    if (ordered.contains(name)) {
      return;
    }
    if (!path.add(name)) {
      throw new IllegalArgumentException(
          "services depend on each other in a circle: " + circle(name, path));
    }
    for (String dependency : dependencies.getOrDefault(name, Set.of())) {
      if (!dependencies.containsKey(dependency)) {
        SortedSet<String> known = new TreeSet<>(dependencies.keySet());
        throw new IllegalArgumentException(
            "service " + name + " comes after " + dependency + ", which is none of " + known);
      }
      visit(dependency, ordered, path);
    }
    path.remove(name);
    ordered.add(name);
  }

  private static String circle(String name, Set<String> path) {
    List<String> names = new ArrayList<>(path);
    List<String> circle = new ArrayList<>(names.subList(names.indexOf(name), names.size()));
    circle.add(name);
    return String.join(" -> ", circle);
  }
}
