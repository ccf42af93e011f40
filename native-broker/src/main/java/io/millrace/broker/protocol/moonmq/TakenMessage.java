package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message that was taken out of its queue and is not settled. It is settled once: what comes
 * later has no effect. In its queue's time for that it goes back by itself.
 *
 * <p><b>Threads:</b> any; nothing blocks.
 */
public final class TakenMessage {
  private final BindTerms terms;
  private final long messageId;
  private final Deliveries deliveries;

  /** Whether it is settled or back, which several threads may want to do. */
  private final AtomicBoolean done = new AtomicBoolean();

  private volatile Runnable whenGone = () -> {};

  TakenMessage(BindTerms terms, Deliveries deliveries, MessageIds ids) {
    this.terms = terms;
    this.deliveries = deliveries;
    long own = MessageIds.of(message().properties());
    this.messageId = own < 0 ? ids.next() : own;
  }

  private Message message() {
    return deliveries.message(0);
  }

  public String queue() {
    return terms.address().queue();
  }

  public String routingKey() {
    return terms.keyOf(message());
  }

  /** The number that it was published with; one of its own if it came by another protocol. */
  public long messageId() {
    return messageId;
  }

  public byte[] body() {
    return message().body();
  }

  /** Whether it may have been delivered before. */
  public boolean isRedelivered() {
    return deliveries.isRedelivered(0);
  }

  /** Failed attempts before this one. */
  public int deliveryCount() {
    return deliveries.deliveryCount(0);
  }

  /** Whether somebody may take messages of its queue. */
  public boolean mayBeSettledBy(Identity who) {
    return who.may(Access.READ, terms.address().hostedName());
  }

  /** It is handled, and leaves the queue; false if it is back or handled already. */
  public boolean acknowledge() {
    if (!done.compareAndSet(false, true)) {
      return false;
    }
    Subscription subscription = deliveries.subscription();
    subscription.acknowledge(Offsets.of(deliveries.offset(0)));
    subscription.detach(false);
    return true;
  }

  /** It goes back to its place, as a failed attempt. */
  public void giveBack() {
    if (done.compareAndSet(false, true)) {
      deliveries.subscription().detach(true);
    }
  }

  /**
   * Runs something when the message is no longer there to be settled: its time is over, or its
   * queue is no more.
   */
  public void onGone(Runnable then) {
    whenGone = then;
  }

  void gone() {
    if (done.compareAndSet(false, true)) {
      deliveries.subscription().detach(false);
      whenGone.run();
    }
  }
}
