package io.millrace.broker.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What a binding leads to: a queue, by its handle, or another exchange, by its name. Compared by
 * identity: a {@link RoutingTable} has one for each queue and each exchange, however many bindings
 * lead there.
 *
 * @param <Q> what the routing table hands out for a queue
 */
public final class Destination<Q> {
  private final DestinationKind kind;
  private final String name;
  private final @Nullable Q queue;

  private Destination(DestinationKind kind, String name, @Nullable Q queue) {
    this.kind = kind;
    this.name = name;
    this.queue = queue;
  }

  static <Q> Destination<Q> queue(String name, Q queue) {
    return new Destination<>(DestinationKind.QUEUE, name, queue);
  }

  static <Q> Destination<Q> exchange(String name) {
    return new Destination<>(DestinationKind.EXCHANGE, name, null);
  }

  /** An array of destinations, which Java's generics cannot make. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static <Q> Destination<Q>[] array(int length) {
    return new Destination[length];
  }

  public DestinationKind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /**
   * The queue's handle.
   *
   * @throws IllegalStateException if it is an exchange
   */
  Q requireQueue() {
    if (queue == null) {
      throw new IllegalStateException(name + " is an exchange");
    }
    return queue;
  }

  /** Different for every destination of a table, also for a queue and an exchange of one name. */
  public String id() {
    return id(kind, name);
  }

  static String id(DestinationKind kind, String name) {
    return kind == DestinationKind.QUEUE ? "q" + name : "x" + name;
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
