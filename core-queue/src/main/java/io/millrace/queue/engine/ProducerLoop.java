package io.millrace.queue.engine;

import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer and the thread that owns it: fetches, hands over, settles.
 *
 * <p>It ends when it fetches no more, for whatever reason, and everything it fetched is settled.
 *
 * <p><b>Threads:</b> {@link #turn} on its own; {@link #settled}, {@link #retire}, {@link #wake} and
 * the queries from any.
 */
final class ProducerLoop<T> implements Loop {
  private static final Logger log = LoggerFactory.getLogger(ProducerLoop.class);

  private static final long FETCH_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long KEEP_ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Core<T> core;
  private final int index;
  private final FetchBatch<T> batch;
  private final HandOver<T> handOver;
  private final Unsettled<T> unsettled;
  private final ProducerPace pace;

  /** What workers are done with; pushed by them, taken by this loop. */
  private final SettledStack<T> inbox = new SettledStack<>();

  private @Nullable Producer<T> producer;

  /** What the fetch under way answered. */
  private @Nullable FetchResult result;

  private long nextKeepAliveNanos;

  /** The thread in {@link #turn}; null before the first. */
  private volatile @Nullable Thread thread;

  /** True while the thread waits somewhere that {@link LockSupport#unpark} ends. */
  private volatile boolean parked;

  /** True while the thread is inside the producer's fetch. */
  private volatile boolean fetching;

  /** No message comes out of this loop any more; those it fetched may still be unsettled. */
  private volatile boolean quiet;

  private volatile boolean retired;

  /** The queue has stopped without it; nobody will settle what it still has. */
  private volatile boolean abandoned;

  private volatile long lag = -1;

  ProducerLoop(Core<T> core, int index) {
    this.core = core;
    this.index = index;
    batch = new FetchBatch<>(this, core.config.fetchSize());
    handOver = new HandOver<>(core, core.config.fetchSize());
    unsettled = new Unsettled<>(core);
    pace = new ProducerPace(core, index, name());
    nextKeepAliveNanos = core.time.nanoTime();
  }

  @Override
  public String name() {
    return "millrace-" + core.config.name() + "-producer-" + index;
  }

  int index() {
    return index;
  }

  /** Whether it will hand over nothing more. */
  boolean isQuiet() {
    return quiet;
  }

  boolean isRetired() {
    return retired;
  }

  long lag() {
    return lag;
  }

  long unsettledCount() {
    return unsettled.count();
  }

  @Nullable Thread thread() {
    return thread;
  }

  /** Takes a chain of deliveries that have reached their end. */
  void settled(Delivery<T> first, Delivery<T> last) {
    if (inbox.push(first, last)) {
      wakeFetch();
      if (parked) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** Lets it fetch no more and end once everything is settled. */
  void retire() {
    retired = true;
    wake();
  }

  /** Lets it close its producer and end as soon as it comes back. */
  void abandon() {
    abandoned = true;
  }

  /** Ends its wait, or the next one that it begins. */
  void wake() {
    wakeFetch();
    LockSupport.unpark(thread);
  }

  private void wakeFetch() {
    if (!fetching) {
      return;
    }
    Producer<T> source = producer; // read after the flag, which was written after it
    if (source == null) {
      return;
    }
    Exception failure = UserCode.failureOf(source::wakeup);
    if (failure != null) {
      log.error("{} failed to wake up", name(), failure);
    }
  }

  @Override
  public boolean turn(long maxWaitNanos) throws InterruptedException {
    thread = Thread.currentThread();
    Producer<T> source = producer;
    if (source == null) {
      return open(maxWaitNanos);
    }
    if (abandoned) {
      close(source);
      return false;
    }
    settlePending(source);
    unsettled.renewIfDue(source);
    if (handOver.isPending()) {
      keepAlive(source);
      handOver(maxWaitNanos);
      return true;
    }
    if (isFinished()) {
      quiet = true;
      return awaitSettled(source, maxWaitNanos);
    }
    long pauseNanos = pace.nanosToNextFetch(core.time.nanoTime());
    if (pauseNanos > 0) {
      park(Math.min(maxWaitNanos, pauseNanos));
      return true;
    }
    int room = room();
    if (room <= 0) {
      keepAlive(source);
      awaitRoom(Math.min(maxWaitNanos, KEEP_ALIVE_NANOS));
      return true;
    }
    fetch(source, room, maxWaitNanos);
    return true;
  }

  private boolean isFinished() {
    return pace.hasEnded() || retired || core.phase() != Core.Phase.RUNNING;
  }

  private boolean open(long maxWaitNanos) {
    if (isFinished()) {
      quiet = true;
      return false;
    }
    long pauseNanos = pace.nanosToNextFetch(core.time.nanoTime());
    if (pauseNanos > 0) {
      park(Math.min(maxWaitNanos, pauseNanos));
      return true;
    }
    Exception failure =
        UserCode.failureOf(
            () -> {
              Producer<T> source = core.config.producerFactory().create(index);
              unsettled.lease(source.lease().orElse(null));
              producer = source;
            });
    if (failure != null) {
      pace.failed("could not be made", failure);
    } else {
      pace.recovered();
      core.listeners.producerOpened(index);
    }
    return true;
  }

  /**
   * How many messages a fetch may add, as limits other than the channel's have it; that one holds
   * back the hand-over.
   */
  private int room() {
    if (core.isPaused() || !core.admission.hasRoom()) {
      return 0;
    }
    int room = Math.min(core.config.fetchSize(), core.config.bufferMessages());
    return Math.min(room, core.config.retry().maxWaiting() - core.waiting());
  }

  private void fetch(Producer<T> source, int room, long maxWaitNanos) {
    long waitNanos = Math.min(maxWaitNanos, Math.min(FETCH_WAIT_NANOS, unsettled.patienceNanos()));
    long bytes = core.admission.reserve(core.config.producers());
    batch.open(room, bytes, Duration.ofNanos(waitNanos));
    fetching = true;
    if (!inbox.isEmpty() || isFinished()) {
      batch.open(room, bytes, Duration.ZERO); // what came in before the flag was seen
    }
    long before = core.time.nanoTime();
    result = null;
    Exception failure = UserCode.failureOf(() -> result = source.fetch(batch));
    fetching = false;
    if (failure == null) {
      pace.recovered();
    } else {
      pace.failed("failed to fetch", failure);
    }
    long after = core.time.nanoTime();
    int count = batch.count();
    accept(after);
    core.admission.unreserve(bytes);
    if (UserCode.failureOf(() -> lag = source.lag()) != null) {
      lag = -1;
    }
    FetchResult answer = result;
    if (failure == null && answer != null) {
      pace.follow(answer, count, after, after - before >= waitNanos / 2 && waitNanos > 0);
    }
    handOver(0);
  }

  /** Makes deliveries of what was fetched, and takes the turns of their keys. */
  private void accept(long nowNanos) {
    int count = batch.count();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      Message<T> message = batch.message(i);
      Delivery<T> delivery = new Delivery<>(this, message, orderKey(message), nowNanos);
      bytes += message.sizeBytes();
      unsettled.add(delivery);
      if (core.lanes == null || !delivery.isOrdered() || core.lanes.enter(delivery)) {
        handOver.add(delivery);
      }
    }
    batch.clear();
    core.admission.hold(bytes);
    core.counters.fetched.add(count);
  }

  private @Nullable Object orderKey(Message<T> message) {
    Ordering ordering = core.config.ordering();
    return switch (ordering) {
      case NONE -> null;
      case KEY -> message.key().orElse(null);
      case PARTITION -> message.partition();
    };
  }

  private void handOver(long maxWaitNanos) {
    parked = true;
    try {
      handOver.run(inbox.isEmpty() ? Math.min(maxWaitNanos, KEEP_ALIVE_NANOS) : 0);
    } catch (InterruptedException e) {
      // Only a stop past its deadline interrupts this thread; the phase says so to every step that
      // follows.
      log.debug("{} interrupted while handing over", name());
    } finally {
      parked = false;
    }
  }

  /** A fetch without room, so that a backend that wants to hear from its client does. */
  private void keepAlive(Producer<T> source) {
    long now = core.time.nanoTime();
    if (now - nextKeepAliveNanos < 0) {
      return;
    }
    nextKeepAliveNanos = now + KEEP_ALIVE_NANOS;
    batch.open(0, 0, Duration.ZERO);
    fetching = true;
    Exception failure = UserCode.failureOf(() -> source.fetch(batch));
    fetching = false;
    if (failure != null) {
      pace.failed("failed to keep its connection alive", failure);
    }
  }

  /** Called by the producer, inside its fetch. */
  boolean awaitSettlements(Duration maxWait) throws InterruptedException {
    Producer<T> source = producer;
    if (source == null) {
      return false;
    }
    long deadline = core.time.nanoTime() + maxWait.toNanos();
    while (!settlePending(source)) {
      long left = deadline - core.time.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      unsettled.renewIfDue(source);
      park(Math.min(left, unsettled.patienceNanos()));
    }
    return true;
  }

  /** Called by the producer, inside its fetch: an assignment has ended. */
  void revoked() {
    core.expediteRevoked();
  }

  private boolean settlePending(Producer<T> source) {
    Delivery<T> newest = inbox.takeAll();
    if (newest == null) {
      return false;
    }
    unsettled.settle(source, newest);
    return true;
  }

  private boolean awaitSettled(Producer<T> source, long maxWaitNanos) {
    if (unsettled.count() > 0) {
      park(Math.min(maxWaitNanos, KEEP_ALIVE_NANOS));
      return true;
    }
    core.listeners.producerGone(index);
    close(source);
    core.wakeControl();
    return false;
  }

  private void close(Producer<T> source) {
    Exception failure = UserCode.failureOf(source::close);
    if (failure != null) {
      log.error("{} failed to close", name(), failure);
    }
    producer = null;
  }

  private void awaitRoom(long nanos) {
    if (nanos <= 0) {
      return;
    }
    parked = true;
    if (inbox.isEmpty()) {
      long before = core.time.nanoTime();
      core.admission.awaitRelease(nanos, () -> room() <= 0 && !isFinished());
      core.meters.producerBlocked(core.time.nanoTime() - before);
    }
    parked = false;
  }

  private void park(long nanos) {
    if (nanos <= 0) {
      return;
    }
    parked = true;
    if (inbox.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    parked = false;
  }
}
