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
      release(call, head, head + 1, end);
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
    for (int i = head + 1; i < done; i++) {
      call[i].ridesWith = null;
      outbox.settleRider(call[i], Settlement.Kind.ACKED);
    }
    if (done == end) {
      return outbox.settle(call[head], Settlement.Kind.ACKED);
    }
    if (done == head) {
      release(call, head, head + 1, end);
      return verdict.apply(call[head], outcomes.get(head));
    }
    release(call, head, done, end);
    Delivery<T> failed = outbox.settle(call[head], Settlement.Kind.ACKED);
    if (failed != call[done]) {
      throw new IllegalStateException(
          "a key's turn went to " + failed + " instead of " + call[done]);
    }
    return verdict.apply(failed, outcomes.get(done));
  }

  private void release(Delivery<T>[] call, int head, int from, int to) {
    for (int i = from; i < to; i++) {
      call[i].ridesWith = null;
    }
    if (core.lanes != null && from < to) {
      core.lanes.giveBack(call[head], call, from, to);
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
