package io.millrace.broker.vhost;

import io.millrace.broker.loop.TurnEnd;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Acknowledge;
import io.millrace.broker.queue.Choose;
import io.millrace.broker.queue.Flow;
import io.millrace.broker.queue.Grant;
import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Reject;
import io.millrace.broker.queue.Renew;
import io.millrace.broker.queue.Return;
import io.millrace.broker.queue.Taken;
import io.millrace.broker.queue.VolatileCommand;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one queue, or the holder of one message that was fetched. Its batch is the loop's;
 * what {@link Subscription} offers hops there.
 */
final class HostedConsumer implements Subscription, TurnEnd {
  private final long id;
  private final HostedQueue queue;
  private final ConsumerTarget target;

  /** Whether it holds one message and ends with it. */
  private final boolean once;

  /** How many messages waited when it came; written once, before anybody is told of this. */
  private long readyBefore;

  /** Wants no more, but may hold what it got; the loop's. */
  private boolean ended;

  /** What it gets in this turn. */
  private @Nullable Deliveries deliveries;

  /** A consumer that subscribes. */
  static HostedConsumer subscribing(long id, HostedQueue queue, ConsumerTarget target) {
    return new HostedConsumer(id, queue, target, false);
  }

  /** One that holds a single message. */
  static HostedConsumer fetching(long id, HostedQueue queue, ConsumerTarget target) {
    return new HostedConsumer(id, queue, target, true);
  }

  private HostedConsumer(long id, HostedQueue queue, ConsumerTarget target, boolean once) {
    this.id = id;
    this.queue = queue;
    this.target = target;
    this.once = once;
  }

  /** It comes to a queue in which so many messages wait. */
  void meets(long ready) {
    readyBefore = ready;
  }

  boolean isSubscribed() {
    return !once;
  }

  /** It is cancelled, and gets what it was to get in this turn. */
  void markEnded() {
    ended = true;
    handOver();
    tellEnded();
  }

  /** Nothing more comes. */
  void tellEnded() {
    target.ended(this);
  }

  boolean hasEnded() {
    return ended;
  }

  /** A delivery, handed over at the end of the turn. */
  void add(long offset, Message message, int deliveryCount, boolean redelivered) {
    Deliveries batch = deliveries;
    if (batch == null) {
      batch = new Deliveries(this);
      deliveries = batch;
      if (!once) {
        queue.loop().atTurnEnd(Phase.HAND_OVER, this);
      }
    }
    batch.add(offset, message, deliveryCount, redelivered);
  }

  @Override
  public void endTurn(long nowMillis) {
    handOver();
  }

  private void handOver() {
    Deliveries batch = deliveries;
    if (batch != null) {
      deliveries = null;
      count(batch);
      target.deliver(batch);
    }
  }

  /**
   * What was fetched.
   *
   * @param remaining how many messages wait in the queue after that
   */
  @Nullable Deliveries takeFetched(long remaining) {
    Deliveries batch = deliveries;
    deliveries = null;
    if (batch != null) {
      batch.setRemaining(remaining);
      count(batch);
    }
    return batch;
  }

  private void count(Deliveries batch) {
    TrafficCounts traffic = traffic();
    traffic.delivered.add(batch.count());
    traffic.redelivered.add(batch.redeliveredCount());
  }

  private TrafficCounts traffic() {
    return queue.host().traffic();
  }

  void cancelled() {
    target.cancelled(this);
  }

  void overdue(long offset) {
    target.overdue(this, offset);
  }

  void activated(boolean active) {
    target.activated(this, active);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String queue() {
    return queue.name();
  }

  @Override
  public long readyBefore() {
    return readyBefore;
  }

  @Override
  public void acknowledge(Offsets offsets) {
    traffic().acknowledged.add(offsets.size());
    settle(new Acknowledge(id, offsets));
  }

  @Override
  public void reject(Offsets offsets) {
    traffic().rejected.add(offsets.size());
    settle(new Reject(id, offsets));
  }

  @Override
  public void giveBack(Offsets offsets, boolean counted) {
    traffic().givenBack.add(offsets.size());
    settle(new Return(id, offsets, counted, 0));
  }

  @Override
  public void giveBackUntil(Offsets offsets, long dueAtMillis) {
    traffic().givenBack.add(offsets.size());
    settle(new Return(id, offsets, true, dueAtMillis));
  }

  @Override
  public CompletableFuture<Boolean> durable() {
    return queue.durable();
  }

  @Override
  public void renew(Offsets offsets) {
    post(new Renew(id, offsets));
  }

  @Override
  public void choose(KeyFilter filter) {
    post(new Choose(id, filter));
  }

  @Override
  public void grant(int credit) {
    post(new Grant(id, credit));
  }

  @Override
  public void taken(long bytes) {
    post(new Taken(id, bytes));
  }

  @Override
  public void flow(boolean open) {
    post(new Flow(id, open));
  }

  @Override
  public void cancel() {
    queue.loop().post(new CancelCommand(queue, this));
  }

  @Override
  public void detach(boolean counted) {
    post((live, nowMillis) -> live.end(this, true, counted, nowMillis));
  }

  private void settle(VolatileCommand command) {
    if (once) {
      post(
          (live, nowMillis) -> {
            live.handle(command, nowMillis);
            live.end(this, true, false, nowMillis);
          });
    } else {
      post(command);
    }
  }

  private void post(VolatileCommand command) {
    queue.loop().post(new ConsumerCommand(queue, this, command));
  }

  private void post(QueueWork.Step step) {
    queue.loop().post(new QueueWork(queue, step));
  }
}
