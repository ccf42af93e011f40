package io.millrace.broker.vhost;

import io.millrace.broker.exchange.CopyKeys;
import io.millrace.broker.exchange.RouteResult;
import io.millrace.broker.exchange.Routing;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who publishes to a virtual host: a channel, a session, a connection.
 *
 * <p>Publishes are numbered from 1. They are collected and leave with {@link #flush}, or by
 * themselves when there are many: one hop to each loop. Every number is answered once, with a
 * confirm or a refusal, when the message is durable in all queues it was routed to.
 *
 * <p><b>Threads:</b> one at a time, the publisher's own. Nothing blocks.
 *
 * <p><b>Limit:</b> while {@link #hasRoom} is false its user must not read on from the client;
 * {@link ConfirmTarget#progress} tells when to ask again. Who publishes nevertheless is refused,
 * once a loop holds twice what it should.
 */
public final class Publisher {
  private final Supplier<RouteSnapshot> routes;
  private final UnroutableCounts unroutable;
  private final TrafficCounts traffic;
  private final List<OwnerLoop> loops;
  private final PublisherNews news;
  private final long limitBytes;
  private final long limitMessages;
  private final boolean patient;

  private final Routing<HostedQueue> routing = new Routing<>();
  private final ConfirmWindow window = new ConfirmWindow();
  private final @Nullable PublishBatch[] open;
  private final ArrayDeque<PublishBatch> spare = new ArrayDeque<>();
  private long outstandingBytes;
  private RefusalListener refusals = (queue, sequence) -> {};

  Publisher(
      Supplier<RouteSnapshot> routes,
      UnroutableCounts unroutable,
      TrafficCounts traffic,
      List<OwnerLoop> loops,
      ConfirmTarget target,
      PublishLimits limits,
      boolean patient) {
    this.routes = routes;
    this.unroutable = unroutable;
    this.traffic = traffic;
    this.loops = loops;
    this.news = new PublisherNews(target);
    this.limitBytes = limits.outstandingBytes();
    this.limitMessages = limits.outstandingMessages();
    this.patient = patient;
    this.open = new PublishBatch[loops.size()];
  }

  /** Whether messages wait for a queue in memory that is full. */
  boolean isPatient() {
    return patient;
  }

  /** As {@link #publish(Message, PublishOptions)}, {@link PublishOptions#PLAIN}. */
  public PublishOutcome publish(Message message) {
    return publish(message, PublishOptions.PLAIN);
  }

  /** Publishes to the message's exchange; the message must not be changed any more. */
  public PublishOutcome publish(Message message, PublishOptions options) {
    RouteSnapshot snapshot = routes.get();
    if (snapshot.isInternal(message.exchange())) {
      return PublishOutcome.INTERNAL_EXCHANGE;
    }
    return options.confirmed() || !snapshot.options().confirmsRequired()
        ? traffic.publish(route(message, options, snapshot, null))
        : PublishOutcome.CONFIRMS_REQUIRED;
  }

  /**
   * As {@link #publish(Message)}, also to exchanges that are closed to clients, and only to those
   * of the queues that are recipients. What cannot be routed is unroutable, whatever the reason.
   */
  PublishOutcome publishInternally(Message message, Recipients recipients) {
    return route(message, PublishOptions.PLAIN, routes.get(), recipients);
  }

  /** Is told of every queue that refuses a message, before the refusal of that is told. */
  @FunctionalInterface
  interface RefusalListener {
    void refusedBy(HostedQueue queue, long sequence);
  }

  /** From now on, within {@link #takeConfirms}. */
  void onRefusal(RefusalListener listener) {
    refusals = listener;
  }

  /** Sends a message to one queue as it is, whatever its exchange and routing key. */
  void move(Message message, HostedQueue queue) {
    collect(window.open(), message, queue, Entrance.MOVED);
    postFull();
  }

  /** The number of the last publish; 0 before the first. */
  public long lastSequence() {
    return window.lastSequence();
  }

  /** Sends off what was collected. */
  public void flush() {
    for (int loop = 0; loop < open.length; loop++) {
      post(loop);
    }
  }

  /** Whether to publish on. When false, the target is told of progress later. */
  public boolean hasRoom() {
    if (outstandingBytes >= limitBytes || window.outstanding() >= limitMessages) {
      return false;
    }
    for (OwnerLoop loop : loops) {
      if (!loop.hasRoom()) {
        news.awaitRoom(loop);
        return false;
      }
    }
    return true;
  }

  /** Tells {@code sink} what has become of publishes since the last call. */
  public void takeConfirms(ConfirmSink sink) {
    PublishBatch batch = news.takeAnswers();
    while (batch != null) {
      PublishBatch below = batch.below;
      batch.below = null;
      take(batch);
      batch = below;
    }
    window.countInto(traffic);
    window.tell(sink);
  }

  /** What was published and not told of. */
  public long outstanding() {
    return window.outstanding();
  }

  /** What that is taken to hold in memory, as far as it was sent off. */
  public long outstandingBytes() {
    return outstandingBytes;
  }

  /** Whether some of it waits until a full queue has room. The target is told when that begins. */
  public boolean isBlocked() {
    return news.isBlocked();
  }

  /** More messages wait for a full queue, or fewer. From its loop's thread. */
  void blocked(int more) {
    news.blocked(more);
  }

  /** The loop's answer to a batch. From its thread, or within {@link #flush}. */
  void answered(PublishBatch batch) {
    news.answered(batch);
  }

  private PublishOutcome route(
      Message message,
      PublishOptions options,
      RouteSnapshot snapshot,
      @Nullable Recipients recipients) {
    boolean copied = CopyKeys.arePresent(message);
    PublishOutcome wrong = wrongWith(message, copied, snapshot);
    if (wrong != null && recipients == null) {
      return wrong;
    }
    Message kept = copied && wrong == null ? CopyKeys.withoutBlind(message) : message;
    int count = wrong == null ? routing.count() : 0;
    Entrance entrance = options.immediate() ? Entrance.IMMEDIATE : Entrance.PUBLISHED;
    long sequence = window.open();
    boolean routed = false;
    for (int i = 0; i < count; i++) {
      HostedQueue queue = routing.queue(i);
      if (recipients == null || recipients.includes(queue)) {
        collect(sequence, kept, queue, entrance);
        routed = true;
      }
    }
    if (routed) {
      postFull();
      return PublishOutcome.ROUTED;
    }
    if (recipients != null && recipients.others()) {
      window.finishAtOnce(sequence);
      news.tell();
      return PublishOutcome.ROUTED;
    }
    unroutable.count(message.exchange());
    traffic.unroutable.increment();
    HostedQueue parking = options.isReturned() ? null : snapshot.parking().orElse(null);
    if (parking != null && (recipients == null || recipients.includes(parking))) {
      collect(sequence, kept, parking, Entrance.MOVED);
      postFull();
      return PublishOutcome.PARKED;
    }
    window.finishAtOnce(sequence);
    news.tell();
    return PublishOutcome.UNROUTABLE;
  }

  /** Why a message cannot be routed, an exchange first; null if it can, and then it is. */
  private @Nullable PublishOutcome wrongWith(
      Message message, boolean copied, RouteSnapshot snapshot) {
    if (copied && !CopyKeys.areValid(message)) {
      return snapshot.has(message.exchange())
          ? PublishOutcome.INVALID_COPY_KEYS
          : PublishOutcome.NO_EXCHANGE;
    }
    return snapshot.table().route(message, routing) == RouteResult.NO_EXCHANGE
        ? PublishOutcome.NO_EXCHANGE
        : null;
  }

  private void collect(long sequence, Message message, HostedQueue queue, Entrance entrance) {
    int loop = queue.loopIndex();
    PublishBatch batch = open[loop];
    if (batch == null) {
      batch = spare.isEmpty() ? new PublishBatch(this) : spare.pop();
      open[loop] = batch;
    }
    if (batch.add(sequence, message, queue, entrance)) {
      window.await(sequence);
    }
  }

  /** Whole messages at a time: a batch that is full may still get the rest of this one. */
  private void postFull() {
    for (int loop = 0; loop < open.length; loop++) {
      PublishBatch batch = open[loop];
      if (batch != null && batch.isFull()) {
        post(loop);
      }
    }
  }

  private void post(int loop) {
    PublishBatch batch = open[loop];
    if (batch == null) {
      return;
    }
    open[loop] = null;
    outstandingBytes += batch.heldBytes();
    if (!loops.get(loop).offer(batch)) {
      batch.refuseAll(PublishRefusal.OVERLOADED);
      answered(batch);
    }
  }

  private void take(PublishBatch batch) {
    outstandingBytes -= batch.heldBytes();
    PublishRefusal worst = null;
    boolean left = true;
    for (int entry = 0; entry < batch.count(); entry++) {
      PublishRefusal refusal = batch.refusal(entry);
      if (refusal != null) {
        worst = refusal;
        refusals.refusedBy(batch.queue(entry), batch.sequence(entry));
      }
      left &= batch.isLeft(entry);
      if (batch.endsMessage(entry)) {
        if (left) {
          window.leave(batch.sequence(entry), batch.message(entry));
        } else {
          window.answer(batch.sequence(entry), worst);
        }
        worst = null;
        left = true;
      }
    }
    if (!batch.isAbandoned()) {
      batch.clear();
      spare.push(batch);
    }
  }
}
