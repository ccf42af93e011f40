package io.millrace.queue.push;

import io.millrace.queue.Message;
import io.millrace.queue.executor.Time;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pushes messages to one member, and what that did not take to the next, until all are safe or each
 * member was asked.
 *
 * <p>Members in their cool-down are asked last, so that messages fail only when every member truly
 * has failed.
 *
 * <p><b>Threads:</b> any.
 */
final class Failover<T> {
  private final Members<T> members;
  private final SmoothRotation rotation;
  private final List<Health> healths;

  Failover(Members<T> members, SmoothRotation rotation, CoolDown coolDown, Time time) {
    this.members = members;
    this.rotation = rotation;
    healths = Stream.generate(() -> new Health(coolDown, time)).limit(members.size()).toList();
  }

  /**
   * Pushes some messages of a list.
   *
   * @param cost what the push counts in the rotation
   * @return the places that are not known to be safe
   */
  BitSet push(List<Message<T>> messages, BitSet places, int cost, PushErrors errors)
      throws InterruptedException {
    BitSet left = places;
    BitSet untried = new BitSet();
    untried.set(0, members.size());
    while (!left.isEmpty() && !untried.isEmpty()) {
      int index = choose(untried, cost);
      untried.clear(index);
      left = tryMember(index, messages, left, errors);
    }
    return left;
  }

  private int choose(BitSet untried, int cost) {
    BitSet ready = new BitSet();
    untried.stream().filter(index -> healths.get(index).isReady()).forEach(ready::set);
    while (!ready.isEmpty()) {
      int index = rotation.next(ready, cost);
      if (healths.get(index).enter()) {
        return index;
      }
      ready.clear(index);
    }
    return rotation.next(untried, cost);
  }

  private BitSet tryMember(int index, List<Message<T>> messages, BitSet places, PushErrors errors)
      throws InterruptedException {
    Health health = healths.get(index);
    boolean hasResult = false;
    try {
      BitSet failed = members.push(index, messages, places, errors);
      hasResult = true;
      // One that took some of them works; what it refuses may be the messages' fault.
      if (failed.cardinality() < places.cardinality()) {
        health.succeeded();
      } else {
        health.failed();
      }
      return failed;
    } finally {
      if (!hasResult) {
        health.left();
      }
    }
  }
}
