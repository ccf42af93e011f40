package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import io.millrace.queue.engine.Delivery.DeadLetterCase;
import io.millrace.queue.order.KeyLanes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Handles messages in batches: what the worker took, and for atomic consumers also what waits
 * behind these of the same keys.
 */
final class BatchHandling<T> implements Handling<T> {
  private final Core<T> core;
  private final BatchConsumer<T> consumer;
  private final Caller<T> caller;
  private final Outbox<T> outbox;
  private final Verdict<T> verdict;

  /** Leaves pushes for later: the others of a batch must not wait for the push of one of them. */
  private final Verdict<T> callVerdict;

  private final BatchVerdict<T> batchVerdict;
  private final Delivery<T>[] gathered;
  private int count;

  BatchHandling(
      Core<T> core, BatchConsumer<T> consumer, int maxBatch, Caller<T> caller, Outbox<T> outbox) {
    this.core = core;
    this.consumer = consumer;
    this.caller = caller;
    this.outbox = outbox;
    verdict = new Verdict<>(core, outbox, caller);
    callVerdict = new Verdict<>(core, outbox, null);
    batchVerdict = new BatchVerdict<>(core, outbox, callVerdict);
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] array = new Delivery[maxBatch];
    gathered = array;
  }

  @Override
  public @Nullable Delivery<T> handle(Delivery<T> first, Run<T> run) {
    count = 0;
    for (Delivery<T> delivery = first;
        delivery != null;
        delivery = count < gathered.length ? run.claim() : null) {
      DeadLetterCase deadLetter = delivery.deadLetter;
      if (core.mustReturn(delivery)) {
        batchVerdict.makeReady(outbox.settle(delivery, Settlement.Kind.RETURNED));
      } else if (deadLetter == null) {
        gathered[count++] = delivery;
      } else if (count > 0) {
        core.channel.force(delivery); // a push may take long, and those gathered would wait for it
      } else {
        batchVerdict.makeReady(verdict.retryDeadLetter(delivery, deadLetter));
        return null; // it may have taken long: the worker sees whether it is to go on
      }
    }
    if (count > 0) {
      int heads = count;
      if (core.lanes != null && consumer.isAtomic()) {
        addFollowers(heads);
      }
      Delivery<T>[] call = Arrays.copyOf(gathered, count);
      Arrays.fill(gathered, 0, count, null);
      List<Message<T>> messages = new ArrayList<>(call.length);
      for (Delivery<T> delivery : call) {
        messages.add(delivery.message);
      }
      conclude(call, caller.call(call, () -> checked(consumer.consume(messages), call.length)));
    }
    return null;
  }

  /** Puts behind each head those of its key that wait, as far as the batch has room. */
  private void addFollowers(int heads) {
    Delivery<T>[] first = Arrays.copyOf(gathered, heads);
    int room = gathered.length - heads;
    count = 0;
    for (Delivery<T> head : first) {
      gathered[count++] = head;
      if (room > 0 && head.isOrdered()) {
        int followers = follow(head, room);
        for (int i = count; i < count + followers; i++) {
          gathered[i].ridesWith = head;
        }
        room -= followers;
        count += followers;
      }
    }
  }

  /** Stops before the first that must go back to its source. */
  private int follow(Delivery<T> head, int room) {
    KeyLanes<Delivery<T>> lanes = requireNonNull(core.lanes);
    int followers = 0;
    Delivery<T> next = lanes.behind(head);
    while (next != null && followers < room && !core.mustReturn(next)) {
      gathered[count + followers++] = next;
      next = lanes.behind(next);
    }
    return followers;
  }

  private void conclude(Delivery<T>[] call, Caller.Result<List<Outcome>> result) {
    caller.forgetTime();
    switch (result.end()) {
      case ANSWERED -> batchVerdict.apply(call, requireNonNull(result.answer()));
      case FAILED -> {
        Throwable failure = caller.failure();
        batchVerdict.all(call, delivery -> callVerdict.failed(delivery, failure));
      }
      case TIMED_OUT -> batchVerdict.all(call, callVerdict::timedOut);
      case CUT_OFF ->
          batchVerdict.all(call, delivery -> outbox.settle(delivery, Settlement.Kind.RETURNED));
      case ABANDONED -> {}
    }
  }

  private static List<Outcome> checked(List<Outcome> outcomes, int expected) {
    if (outcomes.size() != expected) {
      throw new IllegalStateException(
          "a batch consumer answered "
              + outcomes.size()
              + " outcomes for "
              + expected
              + " messages");
    }
    return List.copyOf(outcomes); // refuses null
  }

  @Override
  public void onEvent(Object event) {
    consumer.onEvent(event);
  }

  @Override
  public void close() throws Exception {
    consumer.close();
  }
}
