package io.millrace.broker.store;

import io.millrace.broker.queue.Depart;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.OffsetRuns;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Requeue;
import io.millrace.broker.queue.Settle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one queue are: the older ones in extents of segments, the younger ones in
 * the log, the youngest in memory as well.
 *
 * <p><b>Threads:</b> the owner's only. Offsets in extents are below those in the log. Extents
 * ascend and do not overlap; an extent without live messages is forgotten when it is counted.
 */
final class QueueMessages implements DurableCommand.Cases {
  /** What a message takes in a file beside its body, roughly. */
  private static final int OVERHEAD_BYTES = 48;

  private final LoopStore loop;
  private final int queue;
  private final LogPositions positions;
  private List<Extent> extents;
  private @Nullable QueueCache cache;

  /** All offsets below, of those in the log, are settled. */
  private long settledBelow;

  /** Where in the batch at hand the record begins of the command that is being appended. */
  private int recordAt;

  /** Whether live messages of extents may be fewer than was counted. */
  private boolean countsAreOld;

  QueueMessages(LoopStore loop, int queue, LogPositions positions, List<Extent> extents) {
    this.loop = loop;
    this.queue = queue;
    this.positions = positions;
    this.extents = extents;
    this.countsAreOld = !extents.isEmpty();
  }

  /**
   * A command was appended.
   *
   * @param at where its record begins in the batch at hand
   */
  void appended(DurableCommand command, int at) {
    recordAt = at;
    command.match(this);
  }

  @Override
  public void enqueue(Enqueue command) {
    positions.add(command.offset(), recordAt);
    cache().appended(command);
  }

  void placed(long position) {
    positions.place(position);
    positions.forgetBelow(settledBelow);
  }

  @Override
  public void settle(Settle command) {
    Offsets offsets = command.offsets();
    settledBelow = Math.max(settledBelow, positions.first());
    for (int i = 0; i < offsets.size() && offsets.at(i) <= settledBelow; i++) {
      settledBelow = Math.max(settledBelow, offsets.at(i) + 1);
    }
    positions.forgetBelow(settledBelow);
    if (!extents.isEmpty() && offsets.first() <= extents.get(extents.size() - 1).last()) {
      diedInSegments(offsets.size(), command.sizeBytes());
    }
  }

  @Override
  public void depart(Depart command) {
    // its messages stay until they are settled
  }

  @Override
  public void requeue(Requeue command) {
    // its messages never left
  }

  @Override
  public void purge(Purge command) {
    if (!extents.isEmpty()) {
      diedInSegments(command.count(), command.sizeBytes());
    }
  }

  private void diedInSegments(long messages, long bodyBytes) {
    countsAreOld = true;
    loop.store().settled(bodyBytes + messages * OVERHEAD_BYTES);
  }

  void delivered(long offset) {
    if (cache != null) {
      cache.delivered(offset);
    }
  }

  Enqueue read(long offset) throws IOException {
    Enqueue atHand = cache == null ? null : cache.get(offset);
    if (atHand != null) {
      return atHand;
    }
    if (offset >= positions.first() && !positions.isEmpty()) {
      if (!positions.isPlaced(offset)) {
        loop.writer().flush();
      }
      return cache().read(positions.at(offset), offset);
    }
    return cache().read(extentOf(offset), offset);
  }

  private QueueCache cache() {
    QueueCache existing = cache;
    if (existing == null) {
      existing = new QueueCache(loop, queue);
      cache = existing;
    }
    return existing;
  }

  private Extent extentOf(long offset) {
    int low = 0;
    int high = extents.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (extents.get(middle).last() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (high < 0 || offset < extents.get(low).first() || offset > extents.get(low).last()) {
      throw new IllegalStateException("no message at offset " + offset);
    }
    return extents.get(low);
  }

  List<Extent> extents() {
    return extents;
  }

  long needsLogFrom() {
    return positions.isEmpty() || !positions.isPlaced(positions.first())
        ? Long.MAX_VALUE
        : positions.at(positions.first());
  }

  /** Whether there is anything here that the checkpoint must know or move. */
  boolean concerns(CheckpointRound round) {
    if (cache != null && cache.isEmpty()) {
      cache.release();
      cache = null;
    }
    return needsLogFrom() < round.cutoff()
        || countsAreOld
        || extents.stream().anyMatch(extent -> round.isVictim(extent.segment()));
  }

  Contribution contribution(
      LocalJournal journal,
      CheckpointRound round,
      long position,
      QueueSnapshot snapshot,
      long dirtyFrom) {
    OffsetRuns present = snapshot.present();
    Map<Segment, Long> liveChange = new HashMap<>();
    List<Survivors> survivors = new ArrayList<>();
    List<Extent> left = new ArrayList<>(extents.size());
    boolean apart = false;
    RunCursor cursor = new RunCursor(present);
    for (Extent extent : extents) {
      int count = cursor.count(extent.first(), extent.last() + 1);
      long change = extent.recount(count);
      if (change != 0) {
        liveChange.merge(extent.segment(), change, Long::sum);
      }
      if (count == 0) {
        continue;
      }
      left.add(extent);
      if (round.isVictim(extent.segment())) {
        long[] live = RunCursor.members(present, extent.first(), extent.last() + 1);
        survivors.add(Survivors.of(extent, live, apart));
        apart = false;
      } else {
        apart = true;
      }
    }
    extents = left;
    countsAreOld = false;
    addSurvivorsOfLog(present, round.cutoff(), apart, survivors);
    return new Contribution(
        journal,
        new CheckpointFile.Entry(false, position, journal.name(), snapshot.toBytes()),
        survivors,
        liveChange,
        dirtyFrom);
  }

  private void addSurvivorsOfLog(
      OffsetRuns present, long cutoff, boolean apart, List<Survivors> to) {
    if (positions.isEmpty()) {
      return;
    }
    long[] live = RunCursor.members(present, positions.first(), positions.firstFrom(cutoff));
    if (live.length > 0) {
      long[] at = new long[live.length];
      for (int i = 0; i < live.length; i++) {
        at[i] = positions.at(live[i]);
      }
      to.add(Survivors.ofLog(at, apart));
    }
  }

  /** What survived stands in these extents now, and the log before the cutoff is given up. */
  void moved(CheckpointRound round, List<Extent> added) {
    if (!added.isEmpty() || extents.stream().anyMatch(e -> round.isVictim(e.segment()))) {
      List<Extent> all = new ArrayList<>(extents.size() + added.size());
      for (Extent extent : extents) {
        if (!round.isVictim(extent.segment())) {
          all.add(extent);
        }
      }
      all.addAll(added);
      all.sort(Comparator.comparingLong(Extent::first));
      extents = all;
    }
    positions.forgetBelow(positions.firstFrom(round.cutoff()));
    positions.shrink();
    countsAreOld |= !added.isEmpty();
  }

  /** The queue is gone: by how many bytes the live messages of segments change. */
  Map<Segment, Long> allDead() {
    Map<Segment, Long> change = new HashMap<>();
    for (Extent extent : extents) {
      change.merge(extent.segment(), extent.recount(0), Long::sum);
    }
    return change;
  }

  void release() {
    if (cache != null) {
      cache.release();
      cache = null;
    }
  }
}
