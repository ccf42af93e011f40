package io.millrace.broker.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The thread that gives space back: has checkpoints made, in which what must stay moves out of old
 * files of the log and out of segments that are mostly dead, and those deleted.
 *
 * <p>The order is what keeps messages safe. The log is synced, with all that made messages dead.
 * The new segment is synced, then the checkpoint that lists it, by a rename. Only then do loops
 * read from the new places, and only when all do are files deleted. Until the rename, a crash
 * leaves the old checkpoint with all its files; after it, recovery deletes what the new one does
 * not list.
 *
 * <p>The lock guards the wishes and the news of deleted queues; nothing is called under it.
 */
final class Checkpointer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final String NOT_MADE =
      "No checkpoint was made, space is not given back; trying again";
  private static final long RETRY_MILLIS = 1_000;

  private final LocalStore store;
  private final Segments segments;
  private final CheckpointFiles files;
  private final RoundNews queues = new RoundNews(this::isStopping);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Map<Segment, Long> deadOfDeleted = new HashMap<>();
  private boolean wanted;
  private boolean stopping;
  private @Nullable CheckpointRound round;

  /**
   * Whether there was no room for the last one: then the next moves nothing, and only deletes what
   * is dead. The checkpoint thread's own.
   */
  private boolean cramped;

  /** The checkpoint thread's own. */
  private final RepeatedFailure trouble = new RepeatedFailure(LOG, System::nanoTime);

  private final AtomicLong made = new AtomicLong();

  /** A checkpoint: the extents that survivors stand in now, by queue, and what it does not need. */
  private record Made(Map<Integer, List<Extent>> added, Set<Segment> gone) {
    List<Extent> added(int queue) {
      return added.getOrDefault(queue, List.of());
    }
  }

  Checkpointer(LocalStore store, Segments segments, CheckpointFiles files) {
    this.store = store;
    this.segments = segments;
    this.files = files;
  }

  /** There is something to give back. From any thread. */
  void wake() {
    lock.lock();
    try {
      wanted = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A queue is gone: that much of segments is dead. From any thread. */
  void dead(Map<Segment, Long> liveChange) {
    lock.lock();
    try {
      liveChange.forEach((segment, change) -> deadOfDeleted.merge(segment, change, Long::sum));
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread; a checkpoint that is being made is given up or finished. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      work.signalAll();
      if (round != null) {
        round.abandon();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many were made since the store was opened. */
  long made() {
    return made.get();
  }

  @Override
  public void run() {
    try {
      while (awaitWork()) {
        try {
          checkpoint();
        } catch (DiskFullException full) {
          trouble.failed(Level.WARN, NOT_MADE, full);
          cramped = true;
          store.watermark().wantReserve();
          pause();
        } catch (IOException | RuntimeException | Error failure) {
          trouble.failed(Level.ERROR, NOT_MADE, failure);
          pause();
        }
      }
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException("nobody interrupts the checkpoint thread", interrupt);
    }
  }

  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (!wanted && !stopping) {
        work.await();
      }
      wanted = false;
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      wanted = true;
      long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
      while (!stopping && left > 0) {
        left = work.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void checkpoint() throws IOException, InterruptedException {
    List<LoopStore> loops = store.loops();
    CheckpointRound current =
        cramped
            ? new CheckpointRound(store.log().files().get(0).start(), Set.of(), loops.size())
            : new CheckpointRound(
                store.cutoff(), store.registry().withoutNeeded(segments.victims()), loops.size());
    if (!begin(current)) {
      return;
    }
    Made result = null;
    boolean counted = false;
    try {
      for (LoopStore loop : loops) {
        loop.execute(() -> loop.collect(current));
      }
      if (current.await()) {
        counted = true;
        count(current);
        result = make(current);
      }
    } finally {
      if (result == null) {
        // Whatever it was that went wrong: the next round must be told the same.
        current.abandon();
        if (!counted) {
          count(current);
        }
        queues.tell(current.contributions(), c -> c.journal().notMoved(c.dirtyBefore()));
      }
    }
    if (result != null) {
      finish(current, result);
    }
  }

  /** What a queue has found dead is dead whatever becomes of the round, and it tells it once. */
  private void count(CheckpointRound current) {
    for (Contribution contribution : current.contributions()) {
      segments.changeLive(contribution.liveChange());
    }
  }

  /** Makes it, unless queues are missing from it whose messages would be given up. */
  private @Nullable Made make(CheckpointRound current) throws IOException {
    segments.changeLive(takeDead());
    if (store.log().failure() != null) {
      // a queue that knows of it took no part, and its messages stand in the log only
      return null;
    }
    if (store.cutoff() < current.cutoff()
        || store.registry().withoutNeeded(current.victims()).size() < current.victims().size()) {
      // a queue was closed in the midst of it, and is needed
      wake();
      return null;
    }
    Set<Segment> gone = new HashSet<>(segments.dead());
    gone.addAll(current.victims());
    return new Made(files.write(current, gone), gone);
  }

  private void finish(CheckpointRound current, Made result)
      throws IOException, InterruptedException {
    queues.tell(
        current.contributions(),
        c -> c.journal().moved(current, result.added(c.journal().queue())));
    files.giveUp(current.cutoff(), result.gone());
    made.incrementAndGet();
    if (cramped) {
      cramped = false;
      wake();
    } else {
      trouble.over();
    }
    if (!store.registry().withoutNeeded(segments.victims()).isEmpty()) {
      wake();
    }
  }

  private boolean begin(CheckpointRound current) {
    lock.lock();
    try {
      round = current;
      return !stopping;
    } finally {
      lock.unlock();
    }
  }

  private Map<Segment, Long> takeDead() {
    lock.lock();
    try {
      Map<Segment, Long> taken = new HashMap<>(deadOfDeleted);
      deadOfDeleted.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }
}
