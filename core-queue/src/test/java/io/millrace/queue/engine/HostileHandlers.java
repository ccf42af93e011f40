package io.millrace.queue.engine;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Handlers that mostly take nothing, and now and then fail, ask for a retry, take about as long as
 * the engine lets them, or hang and ignore that they are interrupted; and what they see that they
 * must not see.
 */
final class HostileHandlers {
  static final Duration LIMIT = Duration.ofMillis(15);

  private final BurstSource source;
  private final Ordering ordering;

  /** By lane: the offset that was begun last, which must never go down. */
  private final Map<Object, Long> last = new ConcurrentHashMap<>();

  /** Lanes with a call beside which no other may be. */
  private final Set<Object> busy = ConcurrentHashMap.newKeySet();

  private final Set<Long> acked = ConcurrentHashMap.newKeySet();

  /** What was seen that must not be. */
  final List<String> broken = Collections.synchronizedList(new ArrayList<>());

  /** From now on interrupts may come at any time. */
  volatile boolean isStopping;

  HostileHandlers(BurstSource source, Ordering ordering) {
    this.source = source;
    this.ordering = ordering;
  }

  Outcome handle(Message<String> message) throws Exception {
    return handleAll(List.of(message)).get(0);
  }

  List<Outcome> handleAll(List<Message<String>> messages) throws Exception {
    long startNanos = System.nanoTime();
    if (Thread.currentThread().isInterrupted() && !isStopping) {
      broken.add("an interrupt from before the call of " + messages);
    }
    Map<Object, Long> first = begin(messages);
    Map<Object, Long> again = first;
    try {
      Map<Object, Long> notAcked = new LinkedHashMap<>();
      List<Outcome> outcomes = new ArrayList<>();
      for (Message<String> message : messages) {
        Outcome outcome = answer(first, ThreadLocalRandom.current().nextInt(10_000));
        if (outcome == Outcome.ack()) {
          acked.add(message.offset());
        } else {
          notAcked.putIfAbsent(lane(message), message.offset());
        }
        outcomes.add(outcome);
      }
      again = notAcked;
      return outcomes;
    } catch (InterruptedException e) {
      if (!isStopping && System.nanoTime() - startNanos < LIMIT.toNanos()) {
        broken.add("an interrupt before the time limit in the call of " + messages);
      }
      throw e;
    } finally {
      beginAnew(again);
      busy.removeAll(first.keySet());
    }
  }

  /** The first offset of each lane in the call. */
  private Map<Object, Long> begin(List<Message<String>> messages) {
    Map<Object, Long> first = new LinkedHashMap<>();
    for (Message<String> message : messages) {
      Object lane = lane(message);
      if (first.putIfAbsent(lane, message.offset()) == null && !busy.add(lane)) {
        broken.add(message + " is handled beside another of its lane");
      }
      Long before = last.put(lane, message.offset());
      if (before != null && before > message.offset()) {
        broken.add(message + " is handled after " + before);
      }
      if (source.settled.containsKey(message.offset())) {
        broken.add(message + " is handled after it was settled");
      }
    }
    return first;
  }

  /**
   * From here on these lanes may be begun anew at these offsets; never later than before, as a call
   * that was abandoned has nothing to say any more.
   */
  private void beginAnew(Map<Object, Long> lanes) {
    lanes.forEach((lane, offset) -> last.merge(lane, offset, Math::min));
  }

  private Object lane(Message<String> message) {
    return switch (ordering) {
      case NONE -> message.offset(); // a lane of its own
      case KEY -> message.key().<Object>map(key -> key).orElse(message.offset());
      case PARTITION -> message.partition();
    };
  }

  private Outcome answer(Map<Object, Long> lanes, int dice) throws Exception {
    if (dice < 30) {
      throw new IllegalStateException("dice");
    }
    if (dice < 60) {
      return Outcome.retry(Duration.ofMillis(dice % 10));
    }
    if (dice < 80) {
      return Outcome.deadLetter("dice");
    }
    if (dice < 100) {
      return Outcome.reject("dice");
    }
    if (dice < 110) {
      await(8 + dice % 10 * 4);
    } else if (dice < 114) {
      // It may be abandoned, and another begin with the first of each lane meanwhile.
      beginAnew(lanes);
      busy.removeAll(lanes.keySet());
      hang(10 + dice % 4 * 15);
    } else if (dice < 300) {
      LockSupport.parkNanos(dice * 500L);
    }
    return Outcome.ack();
  }

  /** Takes so long, but gives way to an interrupt. */
  static void await(int millis) throws InterruptedException {
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody counts down");
    }
  }

  /** Takes so long, whatever interrupts say. */
  static void hang(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = 1; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      Thread.interrupted();
    }
  }

  /** Whether a settlement tells of an answer that was given. */
  boolean isTrue(long offset, Settlement.Kind kind) {
    return kind != Settlement.Kind.ACKED || acked.contains(offset);
  }
}
