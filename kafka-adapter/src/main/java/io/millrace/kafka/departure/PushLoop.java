package io.millrace.kafka.departure;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of the thread that pushes departures: batch by batch, again and again until they are
 * safe.
 *
 * @param <R> what the source knows a record by
 */
final class PushLoop<R> implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(PushLoop.class);

  private static final int MAX_BATCH = 500;

  private final BlockingQueue<Departure<R>> leaving;
  private final Consumer<List<Departure<R>>> arrived;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), 0.2, new Random());

  private volatile @Nullable String trouble;
  private int failures;

  PushLoop(BlockingQueue<Departure<R>> leaving, Consumer<List<Departure<R>>> arrived) {
    this.leaving = leaving;
    this.arrived = arrived;
  }

  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    try {
      while (stopped.getCount() > 0) {
        List<Departure<R>> batch = new ArrayList<>();
        batch.add(leaving.take());
        leaving.drainTo(batch, MAX_BATCH - 1);
        for (List<Departure<R>> group : byPusher(batch).values()) {
          pushUntilSafe(group);
        }
      }
    } catch (InterruptedException e) {
      log.debug("ends with {} records that have not left", leaving.size());
    }
  }

  private Map<Pusher<byte[]>, List<Departure<R>>> byPusher(List<Departure<R>> batch) {
    Map<Pusher<byte[]>, List<Departure<R>>> groups = new LinkedHashMap<>();
    for (Departure<R> departure : batch) {
      groups.computeIfAbsent(departure.to(), to -> new ArrayList<>()).add(departure);
    }
    return groups;
  }

  private void pushUntilSafe(List<Departure<R>> group) throws InterruptedException {
    List<Departure<R>> left = group;
    while (!left.isEmpty()) {
      BitSet failed = push(left);
      List<Departure<R>> safe = new ArrayList<>();
      List<Departure<R>> again = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        (failed.get(i) ? again : safe).add(left.get(i));
      }
      arrived.accept(safe);
      left = again;
      if (!left.isEmpty() && stopped.await(backoff.nanosAfter(failures), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException();
      }
    }
  }

  /** Which of the records are not known to be safe. */
  private BitSet push(List<Departure<R>> group) throws InterruptedException {
    Pusher<byte[]> to = group.get(0).to();
    List<Message<byte[]>> messages = group.stream().map(Departure::message).toList();
    try {
      to.push(messages);
      if (failures > 0) {
        log.info("{} takes records again after {} failures", to.name(), failures);
      }
      failures = 0;
      trouble = null;
      return new BitSet();
    } catch (InterruptedException e) {
      throw e;
    } catch (PushException e) {
      failed(to, e);
      return e.failed();
    } catch (Exception e) {
      failed(to, e);
      BitSet all = new BitSet();
      all.set(0, group.size());
      return all;
    }
  }

  private void failed(Pusher<byte[]> to, Exception failure) {
    failures++;
    trouble = to.name() + " does not take records: " + failure;
    if (Integer.bitCount(failures) == 1) {
      log.warn(
          "{} did not take records ({} times so far), they are kept", to.name(), failures, failure);
    }
  }
}
