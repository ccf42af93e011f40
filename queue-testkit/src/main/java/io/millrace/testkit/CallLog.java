package io.millrace.testkit;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.testkit.check.EventLog;
import io.millrace.testkit.check.LogEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every handler call of a test, in order.
 *
 * <p><b>Threads:</b> any.
 */
final class CallLog {

  /** One handler call; {@code endedNanos} is 0 while it runs. */
  record Call(
      String worker, long number, String lane, int attempt, long beganNanos, long endedNanos) {}

  private final EventLog events;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> running = new HashMap<>();
  private final Set<Long> done = new HashSet<>();
  private final Set<String> crashed = new HashSet<>();

  CallLog(EventLog events) {
    this.events = events;
  }

  /** Notes a begin and tells its place for {@link #end}. */
  synchronized int begin(String worker, Ordering ordering, Message<byte[]> message) {
    String lane = lane(ordering, message);
    Call call =
        new Call(worker, Payload.number(message), lane, message.attempt(), System.nanoTime(), 0);
    calls.add(call);
    running.merge(worker, 1, Integer::sum);
    if (!crashed.contains(worker)) {
      events.accept(new LogEvent.Begun(worker, lane, 0, call.number(), call.attempt()));
    }
    return calls.size() - 1;
  }

  /** Notes an end; of a crashed worker's handler nobody hears any more. */
  synchronized void end(int place, LogEvent.End end) {
    Call call = calls.get(place);
    calls.set(
        place,
        new Call(
            call.worker(),
            call.number(),
            call.lane(),
            call.attempt(),
            call.beganNanos(),
            System.nanoTime()));
    running.merge(call.worker(), -1, Integer::sum);
    if (!crashed.contains(call.worker())) {
      events.accept(
          new LogEvent.Ended(call.worker(), call.lane(), 0, call.number(), call.attempt(), end));
      if (end == LogEvent.End.DONE) {
        done.add(call.number());
      }
    }
  }

  synchronized void crash(String worker) {
    crashed.add(worker);
    events.accept(new LogEvent.Crashed(worker));
  }

  private static String lane(Ordering ordering, Message<byte[]> message) {
    return switch (ordering) {
      case KEY, NONE -> message.key().map(key -> "key " + key).orElse("no key");
      case PARTITION -> "partition " + message.partition().index();
    };
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Calls that handled this message. */
  List<Call> callsOf(long number) {
    return calls().stream().filter(call -> call.number() == number).toList();
  }

  synchronized int begun() {
    return calls.size();
  }

  synchronized int running() {
    return running.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many different messages handlers were done with. */
  synchronized int done() {
    return done.size();
  }

  synchronized boolean isDone(long number) {
    return done.contains(number);
  }
}
