package io.millrace.queue.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Consumer;
import io.millrace.queue.Outcome;
import io.millrace.queue.Settlement;
import io.millrace.queue.engine.Delivery.DeadLetterCase;
import org.jspecify.annotations.Nullable;

/** Handles messages one at a time. */
final class SingleHandling<T> implements Handling<T> {
  private final Core<T> core;
  private final Consumer<T> consumer;
  private final Caller<T> caller;
  private final Outbox<T> outbox;
  private final Verdict<T> verdict;

  SingleHandling(Core<T> core, Consumer<T> consumer, Caller<T> caller, Outbox<T> outbox) {
    this.core = core;
    this.consumer = consumer;
    this.caller = caller;
    this.outbox = outbox;
    this.verdict = new Verdict<>(core, outbox, caller);
  }

  @Override
  public @Nullable Delivery<T> handle(Delivery<T> delivery, Run<T> run) {
    if (core.mustReturn(delivery)) {
      caller.forgetTime(); // without calls nothing else tells how long a row of these takes
      return outbox.settle(delivery, Settlement.Kind.RETURNED);
    }
    DeadLetterCase deadLetter = delivery.deadLetter;
    if (deadLetter != null) {
      return verdict.retryDeadLetter(delivery, deadLetter);
    }
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<T>[] call = new Delivery[] {delivery};
    Caller.Result<Outcome> result = caller.call(call, () -> consumer.consume(delivery.message));
    return switch (result.end()) {
      case ANSWERED -> answered(delivery, requireNonNull(result.answer()));
      case FAILED -> verdict.failed(delivery, caller.failure());
      case TIMED_OUT -> verdict.timedOut(delivery);
      case CUT_OFF -> outbox.settle(delivery, Settlement.Kind.RETURNED);
      case ABANDONED -> null;
    };
  }

  private @Nullable Delivery<T> answered(Delivery<T> delivery, Outcome outcome) {
    if (outcome != Outcome.ack()) {
      caller.forgetTime(); // to deal with it may take a while
    }
    return verdict.apply(delivery, outcome);
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
