package io.millrace.broker.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Where a message goes: what {@link RoutingTable#route} fills. Each queue stands in it once.
 *
 * <p>For one thread, which uses the same one for every message, so that routing allocates nothing:
 * what is in it is valid until the next message is routed.
 *
 * @param <Q> what stands for a queue
 */
public final class Routing<Q> {
  private final DestinationList<Q> queues = new DestinationList<>();

  /** Exchanges in the order they were reached; those before {@code nextExchange} have routed. */
  private final DestinationList<Q> exchanges = new DestinationList<>();

  private int nextExchange;

  /** Exchanges that hold messages back, until the others have routed. */
  private final DestinationList<Q> delaying = new DestinationList<>();

  private int nextDelaying;

  /** How many queues were reached without an exchange that holds messages back. */
  private int undelayedCount;

  /** How often {@link #add} was called, which says whether an exchange had any match. */
  private int matches;

  private final TopicWalk<Q> topicWalk = new TopicWalk<>();

  /** How many queues the message goes to. */
  public int count() {
    return queues.count();
  }

  /**
   * The queue at an index from 0 to before {@link #count}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public Q queue(int index) {
    return queues.get(index).requireQueue();
  }

  /**
   * Whether the copy for that queue came only through exchanges that hold messages back as long as
   * {@link DelayHeader} says.
   */
  public boolean isDelayed(int index) {
    return index >= undelayedCount;
  }

  /** Adds a destination that matches; for {@link Routes#route}. */
  public void add(Destination<Q> destination) {
    matches++;
    if (destination.kind() == DestinationKind.QUEUE) {
      queues.add(destination);
    } else {
      exchanges.add(destination);
    }
  }

  TopicWalk<Q> topicWalk() {
    return topicWalk;
  }

  int matches() {
    return matches;
  }

  void clear() {
    queues.clear();
    exchanges.clear();
    delaying.clear();
    nextExchange = 0;
    nextDelaying = 0;
    undelayedCount = 0;
    matches = 0;
  }

  /** The next exchange that was reached and has not routed, or null. */
  @Nullable Destination<Q> nextExchange() {
    return nextExchange < exchanges.count() ? exchanges.get(nextExchange++) : null;
  }

  /** Lets an exchange that holds messages back route after all others that are reached without. */
  void postpone(Destination<Q> exchange) {
    delaying.add(exchange);
  }

  /** The next exchange that was postponed, or null; queues added since the first are delayed. */
  @Nullable Destination<Q> nextDelaying() {
    if (nextDelaying == 0) {
      undelayedCount = queues.count();
    }
    return nextDelaying < delaying.count() ? delaying.get(nextDelaying++) : null;
  }
}
