package io.millrace.broker.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Destinations, each as often as bindings lead there. Immutable; a changed copy copies at most
 * {@value #SMALL} of them, and one path of a map where there are more.
 */
final class Targets<Q> {
  /** Up to as many stand in an array, which is what most have. */
  private static final int SMALL = 16;

  private static final Targets<?> NONE = new Targets<>(null, Destination.array(0), null);

  /**
   * The first of the few, beside them: where it is the only one, one place in memory less to read.
   */
  private final @Nullable Destination<Q> first;

  /** All of the few, unless there is only one. */
  private final Destination<Q>[] few;

  /** By the destination's id; null while there are few. */
  private final @Nullable PersistentMap<Counted<Q>> many;

  private Targets(
      @Nullable Destination<Q> first,
      Destination<Q>[] few,
      @Nullable PersistentMap<Counted<Q>> many) {
    this.first = first;
    this.few = few;
    this.many = many;
  }

  /** A destination, and how many bindings lead there. */
  private record Counted<Q>(Destination<Q> destination, int bindings) {}

  @SuppressWarnings("unchecked") // it holds no destination
  static <Q> Targets<Q> none() {
    return (Targets<Q>) NONE;
  }

  boolean isEmpty() {
    return first == null && (many == null || many.isEmpty());
  }

  Targets<Q> add(Destination<Q> destination) {
    if (many != null) {
      return new Targets<>(null, few, add(many, destination));
    }
    Destination<Q>[] all = all();
    if (all.length < SMALL) {
      Destination<Q>[] more = Arrays.copyOf(all, all.length + 1);
      more[all.length] = destination;
      return of(more);
    }
    PersistentMap<Counted<Q>> counted = add(PersistentMap.empty(), destination);
    for (Destination<Q> each : all) {
      counted = add(counted, each);
    }
    return new Targets<>(null, Destination.array(0), counted);
  }

  /** Without one of the bindings to a destination that is there. */
  Targets<Q> remove(Destination<Q> destination) {
    if (many != null) {
      Counted<Q> counted = many.get(destination.id());
      return counted == null ? this : new Targets<>(null, few, remove(many, counted));
    }
    Destination<Q>[] all = all();
    int index = Arrays.asList(all).indexOf(destination);
    if (index < 0) {
      return this;
    }
    Destination<Q>[] fewer = Arrays.copyOf(all, all.length - 1);
    System.arraycopy(all, index + 1, fewer, index, fewer.length - index);
    return of(fewer);
  }

  void addTo(Routing<Q> routing) {
    if (few.length == 0 && first != null) {
      routing.add(first);
      return;
    }
    for (Destination<Q> destination : few) {
      routing.add(destination);
    }
    if (many != null) {
      many.forEach((id, counted) -> routing.add(counted.destination()));
    }
  }

  private static <Q> Targets<Q> of(Destination<Q>[] all) {
    return switch (all.length) {
      case 0 -> none();
      case 1 -> new Targets<>(all[0], Destination.array(0), null);
      default -> new Targets<>(all[0], all, null);
    };
  }

  /** The few of them. */
  private Destination<Q>[] all() {
    if (few.length > 0 || first == null) {
      return few;
    }
    Destination<Q>[] only = Destination.array(1);
    only[0] = first;
    return only;
  }

  private static <Q> PersistentMap<Counted<Q>> add(
      PersistentMap<Counted<Q>> all, Destination<Q> destination) {
    Counted<Q> counted = all.get(destination.id());
    int bindings = counted == null ? 1 : counted.bindings() + 1;
    return all.put(destination.id(), new Counted<>(destination, bindings));
  }

  private static <Q> PersistentMap<Counted<Q>> remove(
      PersistentMap<Counted<Q>> all, Counted<Q> counted) {
    Destination<Q> destination = counted.destination();
    return counted.bindings() == 1
        ? all.remove(destination.id())
        : all.put(destination.id(), new Counted<>(destination, counted.bindings() - 1));
  }
}
