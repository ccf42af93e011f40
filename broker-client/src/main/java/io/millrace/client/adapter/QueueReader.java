package io.millrace.client.adapter;

import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer of a {@link MillraceSource}, with a binding of its own.
 *
 * <p><b>Threads:</b> the producer's; {@link #wakeup} any.
 */
final class QueueReader<T> implements Producer<T> {
  private static final Logger log = LoggerFactory.getLogger(QueueReader.class);

  private final SourceSettings<T> settings;
  private final MillraceClient client;
  private final ReaderReports reports;
  private final BodyReader<T> bodies;
  private final PoisonDesk poison;
  private final GivenBack givenBack;

  /** Taken from the binding, but the queue had no room. */
  private final ArrayDeque<Delivery> backlog = new ArrayDeque<>();

  /** Null until this one reads; written by the producer's thread, read by those that wake it. */
  private volatile @Nullable Binding binding;

  /** Null unless the binding is on its way. */
  private @Nullable CompletableFuture<Binding> opening;

  /** Done when somebody wants a wait for the binding to end. */
  private volatile CompletableFuture<Boolean> woken = new CompletableFuture<>();

  private int session;
  private SourcePartition partition;
  private long extendedNanos = System.nanoTime();

  QueueReader(SourceSettings<T> settings, MillraceClient client, ReaderReports reports) {
    this.settings = settings;
    this.client = client;
    this.reports = reports;
    bodies = new BodyReader<>(settings);
    poison = new PoisonDesk(settings.poison());
    givenBack = new GivenBack(client);
    partition = new SourcePartition(settings.bind().queue(), 0);
  }

  /** Binds the queue; blocks until the broker has answered. */
  void bind() throws IOException, InterruptedException {
    use(client.bind(settings.bind()));
  }

  private Binding use(Binding made) {
    session = made.session();
    binding = made;
    return made;
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws IOException, InterruptedException {
    Binding from = binding;
    if (from == null) {
      if (!reports.takeSeat(this)) {
        return FetchResult.IDLE;
      }
      Optional<Binding> bound = bindInTurn(fetch);
      if (bound.isEmpty()) {
        return FetchResult.MORE;
      }
      from = bound.get();
    }
    heedSession(from, fetch);
    keepWaiting(from);
    if (fetch.messageLimit() > 0) {
      give(fetch);
      if (fetch.count() == 0) {
        backlog.addAll(from.waitMessages(fetch.messageLimit(), fetch.maxWait()));
        heedSession(from, fetch);
        give(fetch);
      }
    }
    report(from);
    // Never IDLE: this has waited, and the queue need not wait as well.
    return FetchResult.MORE;
  }

  /** Empty while the broker has not answered. */
  private Optional<Binding> bindInTurn(Fetch<T> fetch) throws IOException, InterruptedException {
    CompletableFuture<Binding> pending = opening;
    if (pending == null) {
      pending = client.bindAsync(settings.bind());
      opening = pending;
    }
    awaitUnlessWoken(pending, fetch.messageLimit() > 0 ? fetch.maxWait() : Duration.ZERO);
    if (!pending.isDone()) {
      return Optional.empty();
    }
    opening = null;
    try {
      return Optional.of(use(pending.get()));
    } catch (ExecutionException e) {
      reports.failed(e.getCause() == null ? null : e.getCause().getMessage());
      throw e.getCause() instanceof IOException why ? why : new IOException(e);
    }
  }

  private void awaitUnlessWoken(CompletableFuture<Binding> pending, Duration wait)
      throws InterruptedException {
    CompletableFuture<Boolean> wake = woken;
    CompletableFuture<Boolean> answered = pending.handle((made, failure) -> true);
    try {
      CompletableFuture.anyOf(answered, wake).get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException notYet) {
      log.debug("no answer yet to the bind of {}", settings.bind().queue(), notYet);
    }
    if (wake.isDone()) {
      woken = new CompletableFuture<>();
    }
  }

  private void report(Binding from) {
    from.notReady().or(poison::trouble).ifPresentOrElse(reports::failed, reports::works);
  }

  /** What came by a connection that is gone comes again: none of it is begun any more. */
  private void heedSession(Binding from, Fetch<T> fetch) {
    int now = from.session();
    if (now != session) {
      session = now;
      fetch.revoke(partition);
      partition = new SourcePartition(settings.bind().queue(), 0);
    }
  }

  private void give(Fetch<T> fetch) {
    long bytesLeft = fetch.byteLimit();
    while (!backlog.isEmpty() && fetch.count() < fetch.messageLimit() && bytesLeft > 0) {
      Delivery next = backlog.remove();
      if (next.session() != session) {
        continue; // comes again
      }
      try {
        Message<T> message = bodies.read(next, partition);
        fetch.add(message);
        bytesLeft -= message.sizeBytes();
      } catch (Exception e) {
        poison.take(next, BodyReader.wholeOf(next, partition), next::ack, e);
      }
    }
  }

  /** Has the broker wait for what waits here. */
  private void keepWaiting(Binding from) {
    long now = System.nanoTime();
    if (now - extendedNanos >= settings.ackTimeout().toNanos() / 3) {
      extendedNanos = now;
      from.extendWaiting();
      backlog.forEach(Delivery::extend);
    }
  }

  /** Acks first what is finished: no trouble with what is given back is to keep it from that. */
  @Override
  public void settle(List<Settlement<T>> settlements) throws InterruptedException {
    for (Settlement<T> settlement : settlements) {
      Delivery delivery = deliveryOf(settlement.message());
      if (settlement.kind().isFinished() && !delivery.ack()) {
        log.debug("{} is settled too late, and comes again", delivery);
      }
    }
    for (Settlement<T> settlement : settlements) {
      Delivery delivery = deliveryOf(settlement.message());
      if (!settlement.kind().isFinished() && isKeptAnew(settlement, delivery)) {
        giveBack(settlement, delivery);
      }
    }
  }

  private void giveBack(Settlement<T> settlement, Delivery delivery) throws InterruptedException {
    try {
      givenBack.publish(delivery, settlement.message().attempt(), settlement.delay());
    } catch (IllegalArgumentException | IllegalStateException e) {
      log.warn("{} goes back, and the number of its attempts is forgotten", delivery, e);
    }
  }

  /** Whether there is more to a message that is given back than that it was not handled. */
  private boolean isKeptAnew(Settlement<T> settlement, Delivery delivery) {
    return settings.ordering() == Ordering.NONE
        && delivery.session() == session
        && settlement.message().attempt() > BodyReader.attemptOf(delivery);
  }

  private static Delivery deliveryOf(Message<?> message) {
    if (message.handle() instanceof Delivery delivery) {
      return delivery;
    }
    throw new IllegalArgumentException("not a message of this source: " + message);
  }

  @Override
  public void wakeup() {
    woken.complete(true);
    Binding from = binding;
    if (from != null) {
      from.wakeup();
    }
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(settings.ackTimeout());
  }

  @Override
  public void renew(List<Message<T>> unsettled) {
    unsettled.forEach(message -> deliveryOf(message).extend());
    Binding from = binding;
    if (from != null) {
      keepWaiting(from);
    }
  }

  /** Goes without a word on what is in hand, as a killed process does; for tests. */
  void abandon() {
    Binding last = binding;
    if (last != null) {
      last.abandon();
    }
    cancelOpening();
    reports.closed(this);
  }

  @Override
  public void close() {
    // A stop past its deadline interrupts; what is settled is to be told nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      givenBack.await();
      Binding last = binding;
      if (last != null) {
        last.close();
      }
      cancelOpening();
    } finally {
      reports.closed(this);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void cancelOpening() {
    CompletableFuture<Binding> pending = opening;
    if (pending != null && !pending.cancel(false)) {
      CompletableFuture<Void> unused = pending.thenAccept(Binding::close);
    }
  }
}
