package io.millrace.broker.vhost;

import io.millrace.broker.loop.TurnEnd;
import java.util.concurrent.CompletableFuture;

/**
 * How a queue that lives comes to its end: what it stores is made safe, or removed, and everybody
 * is told who waits for something of it. One of the three, once.
 *
 * <p>Owned by the queue's loop.
 */
final class QueueEnd {
  private final LiveQueue queue;
  private final Arrivals arrivals;
  private final QueueConsumers consumers;
  private final QueueAlarm alarm;

  QueueEnd(LiveQueue queue, Arrivals arrivals, QueueConsumers consumers, QueueAlarm alarm) {
    this.queue = queue;
    this.arrivals = arrivals;
    this.consumers = consumers;
    this.alarm = alarm;
  }

  /** An orderly end; done when everything is durable. Whoever waits for a confirm has it then. */
  CompletableFuture<Void> stop(long nowMillis) {
    queue.finishTurn(nowMillis);
    consumers.detachAll(queue.machine(), nowMillis);
    CompletableFuture<Void> durable = queue.journal().stop(queue.machine().snapshot());
    release();
    // At the end of the turn: all queues that stop in it share one write and one sync.
    queue.handle().loop().atTurnEnd(TurnEnd.Phase.PERSIST, now -> queue.journal().flush());
    return durable.whenComplete(
        (nothing, failure) -> arrivals.ended(failure == null && arrivals.isDefined()));
  }

  /**
   * Removes everything; done when nothing can bring it back. Who waits for a confirm gets it then:
   * it was in the queue.
   *
   * @param undefined done, on the loop, when a restart would not find the queue
   */
  CompletableFuture<Void> delete(CompletableFuture<Void> undefined) {
    release();
    try {
      // Before both a crash would bring the queue back without what was confirmed.
      return queue
          .journal()
          .delete()
          .<Void, Void>thenCombine(undefined, (deleted, gone) -> null)
          .whenComplete((nothing, failure) -> arrivals.ended(failure == null));
    } catch (RuntimeException fault) {
      arrivals.ended(false);
      throw fault;
    }
  }

  /** After a failure. */
  void abandon() {
    release();
    arrivals.ended(false);
    queue.journal().close();
  }

  private void release() {
    alarm.cancel();
    arrivals.refuseBlocked(PublishRefusal.UNAVAILABLE);
    consumers.tellCancelled();
  }
}
