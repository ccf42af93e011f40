package io.millrace.queue.engine;

import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies outcomes to the deliveries of one call, in which some may ride behind another of their
 * key.
 *
 * <p>A group is a head, which has its key's turn, and the riders that directly follow it in the
 * call. The group is done up to its first delivery that was not acknowledged; that one gets its
 * verdict, and those behind it wait for it again.
 */
final class BatchVerdict<T> {
  private final Core<T> core;
  private final Outbox<T> outbox;
  private final Verdict<T> verdict;

  BatchVerdict(Core<T> core, Outbox<T> outbox, Verdict<T> verdict) {
    this.core = core;
    this.outbox = outbox;
    this.verdict = verdict;
  }

  void apply(Delivery<T>[] call, List<Outcome> outcomes) {
    for (int head = 0; head < call.length; ) {
      int end = groupEnd(call, head);
      int done = head;
      while (done < end && outcomes.get(done) == Outcome.ack()) {
        done++;
      }
      makeReady(applyGroup(call, outcomes, head, done, end));
      head = end;
    }
  }

  /** Gives every group's head this verdict, as none of them is done. */
  void all(Delivery<T>[] call, Function<Delivery<T>, @Nullable Delivery<T>> headVerdict) {
    for (int head = 0; head < call.length; ) {
      int end = groupEnd(call, head);
      part(call, head, end);
      makeReady(headVerdict.apply(call[head]));
      head = end;
    }
  }

  void makeReady(@Nullable Delivery<T> next) {
    if (next != null) {
      next.readyNanos = core.time.nanoTime();
      core.channel.force(next);
    }
  }

  private @Nullable Delivery<T> applyGroup(
      Delivery<T>[] call, List<Outcome> outcomes, int head, int done, int end) {
    part(call, head, end);
    Delivery<T> next = null;
    for (int i = head; i < done; i++) {
      next = outbox.settle(call[i], Settlement.Kind.ACKED);
      if (i + 1 < end && next != call[i + 1]) {
        throw new IllegalStateException(
            "a key's turn went to " + next + " instead of " + call[i + 1]);
      }
    }
    return done == end ? next : verdict.apply(call[done], outcomes.get(done));
  }

  /** The deliveries of a group are single ones again. */
  private void part(Delivery<T>[] call, int head, int end) {
    for (int i = head + 1; i < end; i++) {
      call[i].ridesWith = null;
    }
  }

  private static <T> int groupEnd(Delivery<T>[] call, int head) {
    int end = head + 1;
    while (end < call.length && call[end].ridesWith == call[head]) {
      end++;
    }
    return end;
  }
}
