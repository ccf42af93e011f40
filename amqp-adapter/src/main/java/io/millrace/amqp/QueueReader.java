package io.millrace.amqp;

import io.millrace.amqp.connection.ConnectionShare;
import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.consume.AmqpDelivery;
import io.millrace.amqp.consume.Prefetch;
import io.millrace.amqp.consume.Subscription;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.poison.PoisonDesk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer of an {@link AmqpSource}, with a subscription of its own, which it opens anew when
 * that is lost.
 *
 * <p><b>Threads:</b> the producer's; {@link #wakeup} any.
 */
final class QueueReader<T> implements Producer<T> {
  private static final Logger log = LoggerFactory.getLogger(QueueReader.class);
  private static final Duration DEPTH_INTERVAL = Duration.ofSeconds(5);

  /** What RabbitMQ says of a message that was not acked within its consumer timeout. */
  private static final String ACK_TIMED_OUT = "delivery acknowledgement on channel";

  private final SourceSettings<T> settings;
  private final ConnectionShare connection;
  private final ReaderReports reports;
  private final MessageReader<T> messages;
  private final PoisonDesk poison;
  private final GivenBack givenBack;
  private final Prefetch prefetch;

  /** Delivered, but the queue had no room. */
  private final ArrayDeque<AmqpDelivery> backlog = new ArrayDeque<>();

  /** Null while there is none; written by the producer's thread, read by those that wake it. */
  private volatile @Nullable Subscription subscription;

  private SourcePartition partition;
  private long depth = -1;
  private long depthNanos = System.nanoTime();

  QueueReader(SourceSettings<T> settings, ConnectionShare connection, ReaderReports reports) {
    this.settings = settings;
    this.connection = connection;
    this.reports = reports;
    messages = new MessageReader<>(settings);
    poison = new PoisonDesk(settings.poison());
    givenBack = new GivenBack(connection.timeout());
    prefetch =
        settings.ordering() == Ordering.NONE
            ? Prefetch.upTo(settings.prefetch())
            : Prefetch.fixed(settings.prefetch());
    partition = new SourcePartition(settings.queue(), 0);
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws IOException, InterruptedException {
    if (settings.ordering() != Ordering.NONE && !reports.takeSeat(this)) {
      reports.works(); // stands by
      return FetchResult.IDLE;
    }
    heedEnd(fetch);
    Subscription from = subscription;
    if (from == null) {
      from = attach(fetch.messageLimit());
    }
    int room = fetch.messageLimit();
    if (room > 0) {
      backlog.addAll(from.take(Duration.ZERO));
      give(fetch);
      if (fetch.count() == 0) {
        backlog.addAll(from.take(fetch.maxWait()));
        give(fetch);
      }
      if (backlog.isEmpty() && prefetch.grow(from.unsettled(), room - fetch.count())) {
        raisePrefetch(from);
      }
      askForDepth(from);
    }
    // Never IDLE: this has waited, and the queue need not wait as well.
    return FetchResult.MORE;
  }

  /** What came by a subscription that has ended comes again: none of it is begun any more. */
  private void heedEnd(Fetch<T> fetch) {
    Subscription last = subscription;
    if (last == null || last.ended().isEmpty()) {
      return;
    }
    String why = last.ended().get();
    log.warn("queue {}: {}; what is not settled comes again", settings.queue(), why);
    if (why.contains(ACK_TIMED_OUT)) {
      log.warn(
          "queue {}: a message was longer in work, or waited longer for a handler, than the broker's"
              + " consumer timeout allows; raise that (consumer_timeout, or the queue's"
              + " x-consumer-timeout), or give the source a smaller prefetch",
          settings.queue());
    }
    reports.failed("queue " + settings.queue() + ": " + why);
    subscription = null;
    last.abort();
    backlog.clear();
    depth = -1;
    fetch.revoke(partition);
    partition = new SourcePartition(settings.queue(), 0);
  }

  private Subscription attach(int room) throws IOException, InterruptedException {
    try {
      Subscription made =
          Subscription.open(
              connection.open(), settings.topology(), settings.queue(), prefetch.begin(room));
      subscription = made;
      reports.works();
      log.info("queue {}: consumer attached, prefetch {}", settings.queue(), prefetch.count());
      return made;
    } catch (IOException e) {
      reports.failed(Trouble.reasonOf(e));
      throw e;
    }
  }

  private void give(Fetch<T> fetch) {
    long bytesLeft = fetch.byteLimit();
    while (!backlog.isEmpty() && fetch.count() < fetch.messageLimit() && bytesLeft > 0) {
      AmqpDelivery next = backlog.remove();
      try {
        Message<T> message = messages.read(next, partition);
        fetch.add(message);
        bytesLeft -= message.sizeBytes();
      } catch (InterruptedException e) {
        // Says nothing of the message; whatever blocks next passes it on.
        backlog.addFirst(next);
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        poison.take(
            next,
            MessageReader.wholeOf(next, partition),
            () -> next.subscription().acknowledge(List.of(next)),
            e);
        poison.trouble().ifPresentOrElse(reports::failed, reports::works);
      }
    }
  }

  private void raisePrefetch(Subscription from) {
    try {
      from.prefetch(prefetch.count());
      log.debug("queue {}: prefetch {}", settings.queue(), prefetch.count());
    } catch (IOException e) {
      log.debug("queue {}: the prefetch is not raised", settings.queue(), e);
    }
  }

  private void askForDepth(Subscription from) {
    long now = System.nanoTime();
    if (depth >= 0 && now - depthNanos < DEPTH_INTERVAL.toNanos()) {
      return;
    }
    depthNanos = now;
    try {
      depth = from.depth();
    } catch (IOException e) {
      depth = -1;
      log.debug("queue {}: its depth is not known", settings.queue(), e);
    }
  }

  @Override
  public long lag() {
    return depth < 0 ? -1 : depth + backlog.size();
  }

  @Override
  public void settle(List<Settlement<T>> settlements) throws InterruptedException {
    Subscription by = subscription;
    List<AmqpDelivery> finished = new ArrayList<>(settlements.size());
    List<Settlement<T>> returned = new ArrayList<>();
    try {
      for (Settlement<T> settlement : settlements) {
        AmqpDelivery delivery = deliveryOf(settlement.message());
        if (by == null || !by.holds(delivery)) {
          log.debug("{} is settled too late, and comes again", delivery);
          continue;
        }
        switch (settlement.kind()) {
          case ACKED, DEAD_LETTERED -> finished.add(delivery);
          case REJECTED -> by.reject(delivery);
          case RETURNED -> returned.add(settlement);
        }
      }
      if (by != null) {
        by.acknowledge(finished);
        giveBack(by, returned);
      }
    } catch (IOException e) {
      // Told by the next fetch, or of no more interest after the last.
      log.debug("queue {}: what was just settled comes again", settings.queue(), e);
    }
  }

  /**
   * Only a producer that fetches no more is given messages back. Where order matters all go back
   * with the channel, and until then nobody else is served.
   */
  private void giveBack(Subscription by, List<Settlement<T>> returned)
      throws IOException, InterruptedException {
    if (returned.isEmpty() || settings.ordering() != Ordering.NONE) {
      return;
    }
    by.stopConsuming();
    List<GivenBack.Failed> failed = new ArrayList<>();
    for (Settlement<T> settlement : returned) {
      AmqpDelivery delivery = deliveryOf(settlement.message());
      int attempt = settlement.message().attempt();
      if (attempt > MessageReader.attemptOf(delivery)) {
        failed.add(new GivenBack.Failed(delivery, attempt, settlement.message().key()));
      } else {
        by.requeue(delivery);
      }
    }
    givenBack.publishAnew(by, failed);
  }

  private static AmqpDelivery deliveryOf(Message<?> message) {
    if (message.handle() instanceof AmqpDelivery delivery) {
      return delivery;
    }
    throw new IllegalArgumentException("not a message of this source: " + message);
  }

  @Override
  public void wakeup() {
    Subscription current = subscription;
    if (current != null) {
      current.wakeup();
    }
  }

  /** Goes without a word on what is in hand, as a killed process does; for tests. */
  void abandon() {
    Subscription last = subscription;
    if (last != null) {
      last.abort();
    }
    reports.closed(this);
  }

  @Override
  public void close() {
    // A stop past its deadline interrupts; what is settled is to be told nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      Subscription last = subscription;
      if (last != null) {
        last.close();
      }
    } finally {
      reports.closed(this);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
