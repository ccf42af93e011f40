package io.millrace.broker.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of checkpoints, and deletes those that a checkpoint makes needless.
 *
 * <p>Not safe for use by several threads. A write that fails leaves the checkpoint before it valid,
 * and nothing else behind. Only if it is the last step that fails, the renaming, nobody knows
 * whether the new one is there, so the segment that it may list stays until the store is opened the
 * next time.
 */
final class CheckpointFiles {
  private final Disk disk;
  private final OpenFiles openFiles;
  private final Segments segments;
  private final WriteAheadLog log;
  private final QueueRegistry queues;
  private long number;
  private long nextSegment;

  CheckpointFiles(
      Disk disk,
      OpenFiles openFiles,
      Segments segments,
      WriteAheadLog log,
      QueueRegistry queues,
      RecoveredStore found) {
    this.disk = disk;
    this.openFiles = openFiles;
    this.segments = segments;
    this.log = log;
    this.queues = queues;
    this.number = found.checkpoint();
    this.nextSegment = found.nextSegment();
  }

  /**
   * Makes a checkpoint without some of the segments.
   *
   * @return the extents that survivors stand in now, by queue
   */
  Map<Integer, List<Extent>> write(CheckpointRound round, Set<Segment> gone) throws IOException {
    Map<Integer, List<Extent>> added = new HashMap<>();
    Segment segment = null;
    CheckpointWriter checkpoint;
    // Before the sync, which makes it safe that they are gone: the checkpoint leaves no others out.
    Set<Integer> deleted = queues.deleted();
    Mover mover = new Mover(disk, log, nextSegment++);
    try {
      for (Contribution contribution : round.contributions()) {
        if (!contribution.survivors().isEmpty()) {
          mover.move(contribution.survivors());
        }
      }
      // Not only as far as the snapshots of this round know it: what died may have been told to a
      // round that failed, or died with its queue.
      log.awaitSynced(log.end());
      segment = finish(mover, added);
      checkpoint = writeCheckpoint(round, deleted, segment, gone);
    } catch (IOException | RuntimeException | Error failure) {
      giveUp(mover::abandon, failure);
      throw failure;
    }
    checkpoint.publish();
    number++;
    queues.forgetDeleted(deleted);
    if (segment != null) {
      segments.add(segment);
    }
    segments.remove(gone);
    return added;
  }

  /** Something that nobody will need, after a failure. */
  private static void giveUp(Unfinished file, Throwable failure) {
    try {
      file.abandon();
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private interface Unfinished {
    void abandon() throws IOException;
  }

  private @Nullable Segment finish(Mover mover, Map<Integer, List<Extent>> added)
      throws IOException {
    SegmentWriter written = mover.finish();
    if (written == null) {
      return null;
    }
    long live = 0;
    for (SegmentWriter.Written extent : written.extents()) {
      live += extent.length();
    }
    Segment segment = new Segment(written.number(), openFiles, written.sizeBytes(), live);
    for (SegmentWriter.Written extent : written.extents()) {
      added.computeIfAbsent(extent.queue(), queue -> new ArrayList<>()).add(extent.in(segment));
    }
    disk.syncNames();
    return segment;
  }

  /** Makes all of it safe; it is not published yet. */
  private CheckpointWriter writeCheckpoint(
      CheckpointRound round, Set<Integer> deleted, @Nullable Segment added, Set<Segment> gone)
      throws IOException {
    List<Long> listed = segments.numbersBut(gone);
    if (added != null) {
      listed.add(added.number());
    }
    CheckpointWriter writer =
        new CheckpointWriter(
            disk, new CheckpointFile.Head(number + 1, round.cutoff(), queues.nextQueue(), listed));
    try {
      addQueues(round, deleted, writer);
      writer.finish();
    } catch (IOException | RuntimeException | Error failure) {
      giveUp(writer::abandon, failure);
      throw failure;
    }
    return writer;
  }

  private void addQueues(CheckpointRound round, Set<Integer> deleted, CheckpointWriter writer)
      throws IOException {
    Set<Integer> replaced = new HashSet<>(deleted);
    for (Contribution contribution : round.contributions()) {
      int queue = contribution.journal().queue();
      if (replaced.add(queue)) {
        writer.add(queue, contribution.entry());
      }
    }
    if (number > 0) {
      CheckpointFile.read(
          disk,
          CheckpointFile.nameOf(number),
          (block, at) -> {
            if (!replaced.contains(RecordFormat.queue(block, at))) {
              writer.copy(block, at);
            }
          });
    }
  }

  /** Deletes what the checkpoint does not need, once nobody reads there any more. */
  void giveUp(long cutoff, Set<Segment> gone) throws IOException {
    for (LogFile file : log.forgetBefore(cutoff)) {
      file.file().close();
      disk.delete(file.name());
    }
    for (Segment segment : gone) {
      segment.forget();
      disk.delete(segment.name());
    }
    disk.delete(CheckpointFile.nameOf(number - 1));
  }
}
