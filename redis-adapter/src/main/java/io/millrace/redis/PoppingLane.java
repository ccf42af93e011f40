package io.millrace.redis;

import io.millrace.queue.SourcePartition;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.idle.WaitingRoom;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** One of the lists that a producer pops from. The producer's thread. */
final class PoppingLane {
  /** How old the answer may be whether the queue is paused. */
  private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

  private final QueueKeys keys;
  private final PopEnd popEnd;
  private final Link link;
  private final WaitingRoom waitingRoom;
  private final SourcePartition partition;
  private boolean paused;
  private long checkedNanos = System.nanoTime() - PAUSE_NANOS;
  private long popped;

  PoppingLane(QueueKeys keys, PopEnd popEnd, Link link, WaitingRoom waitingRoom) {
    this.keys = keys;
    this.popEnd = popEnd;
    this.link = link;
    this.waitingRoom = waitingRoom;
    partition = new SourcePartition(keys.list(), 0);
  }

  SourcePartition partition() {
    return partition;
  }

  /** Whether it makes sense to ask for elements now. */
  boolean isDue() {
    return paused ? System.nanoTime() - checkedNanos >= PAUSE_NANOS : !waitingRoom.isWaiting();
  }

  /** There is no room for elements: they are for others. */
  void standAside() {
    if (waitingRoom.leave()) {
      link.run(rejoin());
    }
  }

  Link link() {
    return link;
  }

  boolean isPaused() {
    return paused;
  }

  /** The number of the next element that is popped here. */
  long next() {
    return popped++;
  }

  /** Pops elements, up to twice the limit; none while the queue is paused. */
  List<?> pop(int limit) {
    if (System.nanoTime() - checkedNanos >= PAUSE_NANOS) {
      paused(link.run(exists()));
    }
    if (paused) {
      return List.of();
    }
    // Asking along is free, and for the next time.
    List<@Nullable Object> answers =
        link.runAll(List.of(popFrom(keys.head(), limit), popFrom(keys.list(), limit), exists()));
    paused(answers.get(2));
    List<Object> popped = new ArrayList<>();
    JedisDataException refusal = null;
    for (Object answer : answers.subList(0, 2)) {
      if (answer instanceof JedisDataException failure) {
        refusal = failure;
      } else if (answer instanceof List<?> some) {
        popped.addAll(some);
      }
    }
    if (refusal != null && popped.isEmpty()) {
      throw refusal;
    }
    if (refusal == null && popped.size() < limit) {
      waitingRoom.enter();
    }
    return popped;
  }

  private Call popFrom(String list, int limit) {
    return Call.of(popEnd == PopEnd.RIGHT ? Command.RPOP : Command.LPOP).key(list).add(limit);
  }

  private Call exists() {
    return Call.of(Command.EXISTS).key(keys.paused());
  }

  private void paused(@Nullable Object exists) {
    paused = Long.valueOf(1).equals(exists);
    checkedNanos = System.nanoTime();
  }

  /** Puts elements back to the head of the list, in their order. */
  void putBack(List<byte[]> elements) {
    Call push = Call.of(popEnd == PopEnd.RIGHT ? Command.RPUSH : Command.LPUSH).key(keys.list());
    for (int i = elements.size() - 1; i >= 0; i--) {
      push.add(elements.get(i));
    }
    link.runAll(List.of(rejoin(), push)).stream()
        .filter(JedisDataException.class::isInstance)
        .findFirst()
        .ifPresent(
            refusal -> {
              throw (JedisDataException) refusal;
            });
  }

  void bury(byte[] letter) {
    link.run(Call.of(Command.RPUSH).key(keys.dead()).add(letter));
  }

  /** Puts back what the doorbell had moved to the side. */
  Call rejoin() {
    return Call.of(Script.REJOIN).key(keys.list()).key(keys.head()).add(popEnd.name());
  }
}
