package io.millrace.testkit.sim;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows each message through a queue and complains when it goes where it must not: handled or
 * settled twice, out of order, too early, too often, or settled as what it is not.
 */
final class Promises<T> {
  private final Settings settings;
  private final VirtualTime time;
  private final OrderCheck order;
  private final Expectation<T> expectation;
  private final Consumer<String> complaints;

  /** How many calls and settlements there were so far. */
  long progress;

  /** How often the simulation's thread was interrupted so far. */
  long interrupts;

  Promises(Settings settings, VirtualTime time, OrderCheck order, Consumer<String> complaints) {
    this.settings = settings;
    this.time = time;
    this.order = order;
    expectation = new Expectation<>(settings, time, order);
    this.complaints = complaints;
  }

  void fetched(Life<T> life, Message<T> message) {
    life.stays.put(handle(message), new Stay<>(message, settings.ordering()));
    life.fetched++;
    life.heldBytes += message.sizeBytes();
  }

  /** A handler is called. */
  Call<T> begun(Life<T> life, List<Message<T>> messages) {
    progress++;
    List<Stay<T>> stays = new ArrayList<>(messages.size());
    Call<T> call = new Call<>(stays, time.nanoTime(), interrupts);
    if (life.isPaused && life.phase() == Life.Phase.RUNNING) {
      complain("a handler is called while the queue is paused: " + messages);
    }
    for (Message<T> message : messages) {
      Stay<T> stay = life.stays.get(handle(message));
      if (stay == null) {
        complain("handled after it was settled: " + message);
        continue;
      }
      mayBegin(life, stay, message);
      order.obstacle(stay, stays).ifPresent(complaints);
      stays.add(stay);
      stay.call = call;
    }
    stays.forEach(stay -> enterLane(life, stay, call));
    return call;
  }

  private void mayBegin(Life<T> life, Stay<T> stay, Message<T> message) {
    if (message.partition().isRevoked()) {
      complain("handled after its partition was taken away: " + message);
    }
    takenFrom(life, stay, "with two handlers at once: ");
    if (stay.isUncertain) {
      stay.attempt = message.attempt();
      return;
    }
    if (stay.end != null || stay.isGivenUp) {
      complain(
          "handled again although it was to be "
              + (stay.end == null ? "dead-lettered" : stay.end)
              + ": "
              + message);
    }
    if (message.attempt() != stay.attempt) {
      complain("attempt " + message.attempt() + " should be " + stay.attempt + ": " + message);
    }
    if (settings.hasDeadLetters() && message.attempt() > settings.retry().attempts()) {
      complain("more attempts than " + settings.retry().attempts() + ": " + message);
    }
    if (time.nanoTime() - stay.notBeforeNanos < 0 && stay.notBeforeNanos != Long.MIN_VALUE) {
      complain(
          "back-off cut short by " + (stay.notBeforeNanos - time.nanoTime()) + " ns: " + message);
    }
  }

  private void enterLane(Life<T> life, Stay<T> stay, Call<T> call) {
    if (stay.lane == null) {
      return;
    }
    Call<T> other = life.calls.put(stay.lane, call);
    if (other != null && other != call && !life.mayHaveTaken(other, settings)) {
      complain("two handlers at once in one lane: " + other + " and " + call);
    }
  }

  /** Notes that a message left a call that hangs; complains if it may not have. */
  private void takenFrom(Life<T> life, Stay<T> stay, String complaint) {
    Call<T> call = stay.call;
    if (call == null) {
      return;
    }
    if (!life.mayHaveTaken(call, settings)) {
      complain(complaint + stay);
    }
    stay.call = null;
    stay.isUncertain = true;
  }

  /** A handler answered; called before the queue hears of it. */
  void answered(Life<T> life, Call<T> call, List<Outcome> outcomes) {
    if (outcomes.size() != call.stays.size() || outcomes.stream().anyMatch(Objects::isNull)) {
      failed(life, call);
      return;
    }
    leave(life, call);
    boolean isLate = life.mayHaveTaken(call, settings);
    @Nullable Object failedLane = null;
    for (int i = 0; i < outcomes.size(); i++) {
      Stay<T> stay = call.stays.get(i);
      if (stay.call == call) {
        stay.call = null;
        stay.isUncertain |= isLate;
        boolean waits = failedLane != null && failedLane.equals(stay.lane);
        if (!waits) {
          expectation.answered(life, stay, outcomes.get(i));
          failedLane = outcomes.get(i) instanceof Outcome.Ack ? null : stay.lane;
        }
      }
    }
  }

  /**
   * A handler failed: the first of each lane in the call is concerned, the others were not begun.
   */
  void failed(Life<T> life, Call<T> call) {
    leave(life, call);
    boolean isLate = life.mayHaveTaken(call, settings);
    @Nullable Object lane = null;
    for (Stay<T> stay : call.stays) {
      boolean isFirst = stay.lane == null || !stay.lane.equals(lane);
      lane = stay.lane;
      if (stay.call == call) {
        stay.call = null;
        stay.isUncertain |= isLate;
        if (isFirst) {
          expectation.failed(life, stay);
        }
      }
    }
  }

  private void leave(Life<T> life, Call<T> call) {
    for (Stay<T> stay : call.stays) {
      if (stay.lane != null) {
        life.calls.remove(stay.lane, call);
      }
    }
  }

  /** The dead letter pusher is called. */
  void pushing(Life<T> life, Message<T> letter) {
    Stay<T> stay = life.stays.get(handle(letter));
    if (stay == null) {
      complain("dead-lettered after it was settled: " + letter);
      return;
    }
    takenFrom(life, stay, "dead-lettered while its handler runs: ");
    if (!stay.isGivenUp && !stay.isUncertain) {
      complain("dead-lettered without a reason: " + letter);
    }
    String attempts = letter.headers().get(DeadLetterHeaders.ATTEMPTS).orElse("no");
    if (!stay.isUncertain && !attempts.equals(Integer.toString(stay.attempt))) {
      complain(
          "a dead letter tells of "
              + attempts
              + " attempts instead of "
              + stay.attempt
              + ": "
              + letter);
    }
  }

  /** The dead letter pusher has it safe, with a push that began at this time. */
  void pushed(Life<T> life, Message<T> letter, long startNanos) {
    Stay<T> stay = life.stays.get(handle(letter));
    if (stay != null) {
      stay.isUncertain |= life.mayHaveTakenPush(startNanos, settings);
      expectation.finished(stay, Settlement.Kind.DEAD_LETTERED);
    }
  }

  void settled(Life<T> life, Settlement<T> settlement) {
    progress++;
    Message<T> message = settlement.message();
    Settlement.Kind kind = settlement.kind();
    life.settled.merge(kind, 1L, Long::sum);
    life.heldBytes -= message.sizeBytes();
    Stay<T> stay = life.stays.remove(handle(message));
    if (stay == null) {
      complain("settled twice: " + message);
      return;
    }
    takenFrom(life, stay, "settled as " + kind + " while its handler runs: ");
    if (stay.isUncertain) {
      return;
    }
    if (kind.isFinished() ? stay.end != kind : stay.end != null && stay.end != kind) {
      complain("settled as " + kind + " instead of " + stay.end + ": " + message);
    }
    if (kind == Settlement.Kind.RETURNED
        && life.phase() == Life.Phase.RUNNING
        && !message.partition().isRevoked()) {
      complain("returned for no reason: " + message);
    }
    if (message.attempt() != stay.attempt) {
      complain(
          "settled with attempt "
              + message.attempt()
              + " instead of "
              + stay.attempt
              + ": "
              + message);
    }
  }

  private void complain(String what) {
    complaints.accept(what);
  }

  private static Object handle(Message<?> message) {
    Object handle = message.handle();
    if (handle == null) {
      throw new IllegalStateException("a message lost its handle: " + message);
    }
    return handle;
  }
}
