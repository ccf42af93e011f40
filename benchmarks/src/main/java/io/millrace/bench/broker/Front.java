package io.millrace.bench.broker;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.ConfirmSink;
import io.millrace.broker.vhost.ConsumerTarget;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.PublishRefusal;
import io.millrace.broker.vhost.Publisher;
import io.millrace.broker.vhost.Subscription;
import io.millrace.broker.vhost.VirtualHost;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A protocol front without the protocol: one thread that publishes in batches, takes confirms, and
 * acknowledges what it is handed, as often as there is something to do.
 */
final class Front implements ConfirmSink, ConsumerTarget {
  /** Publishes between two looks at what came back. */
  private static final int BATCH = 128;

  private final Publisher publisher;
  private final Traffic traffic;
  private final Properties properties;
  private final Queue<Deliveries> inbox = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.currentThread();
  private final long window;
  private long published;
  private long acknowledged;

  /**
   * Begins nothing.
   *
   * @param window of how many messages may be on their way, published and not acknowledged
   */
  Front(VirtualHost host, Traffic traffic, boolean persistent, long window) {
    this.publisher = host.publisher(this::wake);
    this.traffic = traffic;
    this.window = window;
    this.properties = persistent ? Properties.builder().persistent().build() : Properties.NONE;
  }

  /** Publishes so many messages, and returns when all are confirmed and acknowledged. */
  void pass(long messages) {
    long publishUntil = published + messages;
    long acknowledgeUntil = acknowledged + messages;
    while (published < publishUntil
        || acknowledged < acknowledgeUntil
        || publisher.outstanding() > 0) {
      boolean busy = publish(publishUntil);
      publisher.takeConfirms(this);
      busy |= acknowledge();
      if (!busy && inbox.isEmpty()) {
        LockSupport.parkNanos(this, 1_000_000);
      }
    }
  }

  private boolean publish(long until) {
    int count = 0;
    while (count < BATCH
        && published < until
        && published - acknowledged < window
        && publisher.hasRoom()) {
      publisher.publish(
          new Message(
              traffic.exchange(), traffic.key(published), properties, new byte[traffic.bytes()]));
      published++;
      count++;
    }
    publisher.flush();
    return count > 0;
  }

  private boolean acknowledge() {
    boolean any = false;
    for (Deliveries batch = inbox.poll(); batch != null; batch = inbox.poll()) {
      long first = batch.offset(0);
      long last = batch.offset(batch.count() - 1);
      if (last - first + 1 != batch.count()) {
        throw new IllegalStateException("messages are missing between " + first + " and " + last);
      }
      batch.subscription().acknowledge(Offsets.range(first, last));
      acknowledged += batch.count();
      any = true;
    }
    return any;
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  @Override
  public void deliver(Deliveries deliveries) {
    inbox.add(deliveries);
    wake();
  }

  @Override
  public void cancelled(Subscription subscription) {}

  @Override
  public void confirmed(long sequence, boolean multiple) {}

  @Override
  public void refused(long sequence, PublishRefusal why) {
    throw new IllegalStateException("publish " + sequence + " was refused: " + why);
  }
}
