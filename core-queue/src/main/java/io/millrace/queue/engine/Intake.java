package io.millrace.queue.engine;

import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.engine.Delivery.DeadLetterCase;
import io.millrace.queue.metrics.QueueMeters.RetryReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one producer for as much as the queue has room for, and makes deliveries of what it brings.
 *
 * <p><b>Threads:</b> the producer's; {@link #lag} from any.
 */
final class Intake<T> {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private static final long FETCH_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How long a backend may go without a fetch. */
  static final long KEEP_ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Core<T> core;
  private final ProducerLoop<T> loop;
  private final ProducerInbox<T> inbox;
  private final Unsettled<T> unsettled;
  private final Arrivals<T> arrivals;
  private final ProducerPace pace;
  private final FetchBatch<T> batch;

  /** Whether the producer says that a message has ended its workers. */
  private boolean hasEndedWorkers;

  /** What the fetch under way answered. */
  private @Nullable FetchResult result;

  private long nextKeepAliveNanos;

  private volatile long lag = -1;

  Intake(
      Core<T> core,
      ProducerLoop<T> loop,
      ProducerInbox<T> inbox,
      Unsettled<T> unsettled,
      HandOver<T> handOver,
      ProducerPace pace) {
    this.core = core;
    this.loop = loop;
    this.inbox = inbox;
    this.unsettled = unsettled;
    arrivals = new Arrivals<>(core.lanes, handOver);
    this.pace = pace;
    batch = new FetchBatch<>(loop, core.config.fetchSize());
    nextKeepAliveNanos = core.time.nanoTime();
  }

  /** How far the producer says that it is behind, in messages; negative when it does not know. */
  long lag() {
    return lag;
  }

  /**
   * How many messages a fetch may add, as limits other than the channel's have it; that one holds
   * back the hand-over.
   */
  int room() {
    if (core.isPaused() || !core.admission.hasRoom()) {
      return 0;
    }
    int room = Math.min(core.config.fetchSize(), core.config.bufferMessages());
    return Math.min(room, core.config.retry().maxWaiting() - core.waiting());
  }

  void fetch(Producer<T> source, int room, long maxWaitNanos) {
    long waitNanos = Math.min(maxWaitNanos, Math.min(FETCH_WAIT_NANOS, unsettled.patienceNanos()));
    long bytes = core.admission.reserve();
    batch.open(room, bytes, Duration.ofNanos(waitNanos));
    loop.beginFetch();
    inbox.enterFetch(source);
    if (!inbox.isEmpty() || loop.isFinished()) {
      batch.open(room, bytes, Duration.ZERO); // what came in before the flag was seen
    }
    long before = core.time.nanoTime();
    result = null;
    Exception failure = UserCode.failureOf(() -> result = source.fetch(batch));
    inbox.leaveFetch();
    if (failure == null) {
      pace.recovered();
    } else {
      pace.failed("failed to fetch", failure);
    }
    long after = core.time.nanoTime();
    int count = batch.count();
    accept(source, after);
    core.admission.unreserve(bytes);
    if (UserCode.failureOf(() -> lag = source.lag()) != null) {
      lag = -1;
    }
    FetchResult answer = result;
    if (failure == null && answer != null) {
      pace.follow(answer, count, after, after - before >= waitNanos / 2 && waitNanos > 0);
    }
  }

  /** A fetch without room, so that a backend that wants to hear from its client does. */
  void keepAlive(Producer<T> source) {
    long now = core.time.nanoTime();
    if (now - nextKeepAliveNanos < 0) {
      return;
    }
    nextKeepAliveNanos = now + KEEP_ALIVE_NANOS;
    batch.open(0, 0, Duration.ZERO);
    loop.beginFetch();
    inbox.enterFetch(source);
    Exception failure = UserCode.failureOf(() -> source.fetch(batch));
    inbox.leaveFetch();
    if (failure != null) {
      pace.failed("failed to keep its connection alive", failure);
    }
  }

  /** Makes deliveries of what was fetched, and takes the turns of their keys. */
  private void accept(Producer<T> source, long nowNanos) {
    int count = batch.count();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      Message<T> message = batch.message(i);
      Delivery<T> delivery = new Delivery<>(loop, message, orderKey(message), nowNanos);
      bytes += message.sizeBytes();
      if (message.attempt() > core.config.retry().attempts()) {
        giveUpIfItEndsWorkers(source, delivery);
      }
      unsettled.add(delivery);
      arrivals.add(delivery);
    }
    arrivals.end();
    batch.clear();
    core.admission.hold(bytes);
    core.counters.fetched.add(count);
  }

  /** One more attempt would most likely end this process as the others did theirs. */
  private void giveUpIfItEndsWorkers(Producer<T> source, Delivery<T> delivery) {
    hasEndedWorkers = false;
    Exception failure =
        UserCode.failureOf(() -> hasEndedWorkers = source.hasEndedWorkers(delivery.message));
    if (failure != null) {
      log.warn("{}: {} may have ended its workers", core.config.title(), delivery, failure);
    }
    if (!hasEndedWorkers || core.config.deadLetters().isEmpty()) {
      return;
    }
    int attempts = delivery.message.attempt() - 1;
    String reason = "its workers died while they had it in hand";
    log.warn(
        "{}: {} given up after {}: {}",
        core.config.title(),
        delivery,
        Count.of(attempts, "attempt"),
        reason);
    core.meters.deadLettered(RetryReason.CRASH);
    delivery.deadLetter = new DeadLetterCase(reason, null, attempts);
  }

  private @Nullable Object orderKey(Message<T> message) {
    Ordering ordering = core.config.ordering();
    return switch (ordering) {
      case NONE -> null;
      case KEY -> message.key().orElse(null);
      case PARTITION -> message.partition();
    };
  }
}
