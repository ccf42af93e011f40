package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.vhost.ConsumerTarget;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a channel.
 *
 * <p>The queue's loop calls what {@link ConsumerTarget} has, and that hops to the connection's
 * thread, whose everything else is.
 */
final class ChannelConsumer implements ConsumerTarget {
  /** How many bytes of bodies may be on their way from the queue, and one message more. */
  static final long WINDOW_BYTES = 256 << 10;

  /** How many messages may be on their way, where no prefetch limits them. */
  static final int WINDOW_MESSAGES = 8192;

  private final String tag;
  private final boolean noAck;

  /** Whether its credit is what may be on its way, and not what it may hold. */
  private final boolean windowed;

  private final ChannelLink link;
  private final Consumers home;
  private @Nullable Holder holder;

  /** What the queue has told before the client was told that it consumes, in order. */
  private final List<Runnable> early = new ArrayList<>(0);

  /** Whether the client has asked for its end. */
  private boolean ending;

  /** Left for the client, and the queue has not been told. */
  private long leftBytes;

  private int leftMessages;

  ChannelConsumer(String tag, boolean noAck, boolean windowed, ChannelLink link, Consumers home) {
    this.tag = tag;
    this.noAck = noAck;
    this.windowed = windowed;
    this.link = link;
    this.home = home;
  }

  String tag() {
    return tag;
  }

  boolean isWindowed() {
    return windowed;
  }

  boolean noAck() {
    return noAck;
  }

  /** Null until the queue has taken it. */
  @Nullable Holder holder() {
    return holder;
  }

  /** The queue has taken it, and the client knows: what has come meanwhile is told now. */
  void begun(Holder one) {
    holder = one;
    early.forEach(Runnable::run);
    early.clear();
  }

  /** The client wants no more. */
  void cancel() {
    ending = true;
    if (holder != null) {
      holder.subscription().cancel();
    }
  }

  boolean isEnding() {
    return ending;
  }

  void flow(boolean open) {
    if (holder != null) {
      holder.subscription().flow(open);
    }
  }

  /** There is room again in the credit that it shares. */
  void poke() {
    if (holder != null) {
      holder.subscription().grant(0);
    }
  }

  /** Messages were sent to the client. */
  void sent(Deliveries deliveries) {
    leftBytes += deliveries.bodyBytes();
    leftMessages += deliveries.count();
    tellLeft();
  }

  /** Tells the queue what has left, if the client takes it and it is worth a hop. */
  void tellLeft() {
    Holder known = holder;
    if (known == null || !link.isWritable()) {
      return;
    }
    if (leftBytes >= WINDOW_BYTES / 4) {
      known.subscription().taken(leftBytes);
      leftBytes = 0;
    }
    if (windowed && leftMessages >= WINDOW_MESSAGES / 4) {
      known.subscription().grant(leftMessages);
      leftMessages = 0;
    }
  }

  @Override
  public void deliver(Deliveries deliveries) {
    hop(() -> home.deliver(this, deliveries));
  }

  /** The queue may tell more before the answer is seen that it has taken the consumer. */
  private void hop(Runnable news) {
    link.execute(
        () -> {
          if (holder == null) {
            early.add(news);
          } else {
            news.run();
          }
        });
  }

  @Override
  public void cancelled(Subscription subscription) {
    hop(() -> home.queueGone(this));
  }

  @Override
  public void ended(Subscription subscription) {
    hop(() -> home.ended(this));
  }

  @Override
  public void overdue(Subscription subscription, long offset) {
    hop(() -> home.overdue(this, offset));
  }
}
