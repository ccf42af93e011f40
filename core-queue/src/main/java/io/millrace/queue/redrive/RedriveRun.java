package io.millrace.queue.redrive;

import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.PushException;
import io.millrace.queue.Settlement;
import io.millrace.queue.executor.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of a {@link Redrive}. Belongs to the thread that runs it. */
final class RedriveRun<T> {
  private static final int MAX_BATCH = 500;

  /** Where letters are held on a lease, which a push must not outlive: it is renewed in between. */
  private static final int MAX_LEASED_BATCH = 50;

  private final Redrive<T> redrive;
  private final Producer<T> source;
  private final Duration idleWait;
  private final Time time;

  /**
   * How many go in one push: a tenth of a second's worth, so that a limit is kept within the
   * second, too.
   */
  private final int batchSize;

  /** Fetched and not settled: those of the batch in hand, and those to give back at the end. */
  private final List<Message<T>> held = new ArrayList<>();

  private long nextPushNanos;
  private long nextRenewNanos;
  private long lookedAt;
  private long redriven;
  private Optional<Exception> failure = Optional.empty();

  RedriveRun(Redrive<T> redrive, Producer<T> source, Duration idleWait) {
    this.redrive = redrive;
    this.source = source;
    this.idleWait = idleWait;
    time = redrive.time();
    int most = source.lease().isPresent() ? MAX_LEASED_BATCH : MAX_BATCH;
    batchSize = Math.max(1, Math.min(most, redrive.perSecond() / 10));
    nextPushNanos = time.nanoTime();
    nextRenewNanos = nextPushNanos;
  }

  void process() throws Exception {
    FetchResult result = FetchResult.MORE;
    long emptyAtNanos = time.deadlineAfter(idleWait);
    while (result == FetchResult.MORE
        && failure.isEmpty()
        && lookedAt < redrive.maxMessages()
        && time.nanoTime() - emptyAtNanos <= 0) {
      int limit = (int) Math.min(batchSize, redrive.maxMessages() - lookedAt);
      FetchedLetters<T> fetch = new FetchedLetters<>(limit, idleWait);
      try {
        result = source.fetch(fetch);
      } finally {
        // Also what came before a failure is ours to settle.
        held.addAll(fetch.messages());
        lookedAt += fetch.count();
      }
      renew();
      send(fetch.messages().stream().filter(redrive.filter()).toList());
      if (fetch.count() > 0) {
        emptyAtNanos = time.deadlineAfter(idleWait);
      }
    }
  }

  /** Returns to the source whatever was not sent. */
  void giveBack() throws Exception {
    List<Message<T>> kept = List.copyOf(held);
    held.clear();
    settle(kept, Settlement.Kind.RETURNED);
  }

  /** As {@link #giveBack}, on the way out of a failure, which matters more than another. */
  void giveBackAfter(Exception failed) {
    try {
      giveBack();
    } catch (Exception e) {
      failed.addSuppressed(e);
    }
  }

  RedriveReport report() {
    return new RedriveReport(lookedAt, redriven, lookedAt - redriven, redrive.isDryRun(), failure);
  }

  private void send(List<Message<T>> selected) throws Exception {
    if (redrive.isDryRun()) {
      redriven += selected.size();
      return;
    }
    if (selected.isEmpty()) {
      return;
    }
    awaitTurn(selected.size());
    List<Message<T>> current =
        selected.stream().filter(message -> !message.partition().isRevoked()).toList();
    BitSet failed = push(current);
    List<Message<T>> safe = new ArrayList<>();
    for (int i = failed.nextClearBit(0); i < current.size(); i = failed.nextClearBit(i + 1)) {
      safe.add(current.get(i));
    }
    redriven += safe.size();
    // Dropped first: settled counts as settled even if the source fails at it, since a message is
    // settled once.
    forget(safe);
    settle(safe, Settlement.Kind.ACKED);
  }

  /** The places of the messages that the target has not safe. */
  private BitSet push(List<Message<T>> deadLetters) throws InterruptedException {
    BitSet failed = new BitSet();
    if (deadLetters.isEmpty()) {
      return failed;
    }
    try {
      redrive.target().push(deadLetters.stream().map(Revival::of).toList());
      return failed;
    } catch (InterruptedException e) {
      throw e;
    } catch (PushException e) {
      failed = e.failed();
      if (failed.isEmpty() || failed.nextClearBit(0) >= deadLetters.size()) {
        failed.set(0, deadLetters.size());
        failure = Optional.of(e);
      }
      return failed;
    } catch (Exception e) {
      failed.set(0, deadLetters.size());
      failure = Optional.of(e);
      return failed;
    }
  }

  /**
   * Paces: each message books its part of a second, from now or from where the one before it ends.
   */
  private void awaitTurn(int messages) throws InterruptedException {
    if (redrive.perSecond() == Redrive.UNLIMITED) {
      return;
    }
    long now = time.nanoTime();
    if (nextPushNanos - now > 0) {
      time.sleep(Duration.ofNanos(nextPushNanos - now));
      now = time.nanoTime();
    }
    nextPushNanos = now + messages * TimeUnit.SECONDS.toNanos(1) / redrive.perSecond();
  }

  /** Keeps the source's lease on all that is held, well within its time. */
  private void renew() throws Exception {
    Optional<Duration> lease = source.lease();
    if (lease.isPresent() && time.nanoTime() - nextRenewNanos >= 0) {
      source.renew(List.copyOf(held));
      nextRenewNanos = time.nanoTime() + lease.get().toNanos() / 3;
    }
  }

  private void settle(List<Message<T>> messages, Settlement.Kind kind) throws Exception {
    if (!messages.isEmpty()) {
      source.settle(messages.stream().map(message -> new Settlement<>(message, kind)).toList());
    }
  }

  /** Drops these from those held; they are among the last, so the search is short. */
  private void forget(List<Message<T>> messages) {
    for (Message<T> message : messages) {
      int index = held.size() - 1;
      while (held.get(index) != message) {
        index--;
      }
      held.remove(index);
    }
  }
}
