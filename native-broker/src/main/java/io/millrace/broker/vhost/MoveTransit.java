package io.millrace.broker.vhost;

import io.millrace.broker.queue.Acknowledge;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Return;
import org.jspecify.annotations.Nullable;

/**
 * What a move has taken out of its queue: on its way, or to be settled there. Owned by the queue's
 * loop.
 */
final class MoveTransit implements ConfirmSink {
  /** The number by which the queue knows who holds the messages. */
  private final long holder;

  /** Offsets by the numbers of their publishes. */
  private final OnTheirWay<Long> onTheirWay = new OnTheirWay<>();

  private final OffsetList arrived = new OffsetList();
  private final OffsetList givenBack = new OffsetList();
  private @Nullable PublishRefusal refusal;

  MoveTransit(long holder) {
    this.holder = holder;
  }

  void send(long sequence, long offset) {
    onTheirWay.add(sequence, offset);
  }

  /** It is to be gone from its queue. */
  void arrive(long offset) {
    arrived.add(offset);
  }

  /** It is to be in its old place again. */
  void giveBack(long offset) {
    givenBack.add(offset);
  }

  int onTheirWay() {
    return onTheirWay.count();
  }

  /** Why a message was not taken where it went; null while all were. */
  @Nullable PublishRefusal refusal() {
    return refusal;
  }

  /** Tells the queue what has become of its messages; returns how many have left it. */
  int settle(LiveQueue source, long nowMillis) {
    if (!givenBack.isEmpty()) {
      source.handle(new Return(holder, givenBack.take(), false, 0), nowMillis);
    }
    if (arrived.isEmpty()) {
      return 0;
    }
    Offsets gone = arrived.take();
    source.handle(new Acknowledge(holder, gone), nowMillis);
    return gone.size();
  }

  @Override
  public void confirmed(long sequence, boolean multiple) {
    onTheirWay.takeConfirmed(sequence, multiple, this::arrive);
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    Long offset = onTheirWay.take(sequence);
    if (offset != null) {
      refusal = why;
      giveBack(offset);
    }
  }
}
