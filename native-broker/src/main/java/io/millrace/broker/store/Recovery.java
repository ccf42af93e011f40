package io.millrace.broker.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a data directory holds after whatever has happened: the newest checkpoint, the
 * segments that it lists, the log from where it begins.
 *
 * <p>Deletes what a crash left in the midst of a checkpoint, and cuts the torn end of the log's
 * last file; does nothing else, so that it may itself be cut off at any point and begin again.
 * Whatever else is not as it was written is refused with a {@link DamagedStoreException}.
 */
final class Recovery {
  private static final CheckpointFile.Head NO_CHECKPOINT =
      new CheckpointFile.Head(0, 0, 1, List.of());

  private final Disk disk;
  private final OpenFiles openFiles;
  private final Map<Integer, RecoveredQueue> queues = new HashMap<>();
  private long known;

  Recovery(Disk disk, OpenFiles openFiles) {
    this.disk = disk;
    this.openFiles = openFiles;
  }

  RecoveredStore run() throws IOException {
    CheckpointFile.Head head = readCheckpoint();
    LogScan scan = new LogScan(disk, queues, head, known);
    List<LogFile> files = scan.run();
    deleteLeftovers(head);
    List<Segment> segments = new ArrayList<>();
    Map<Integer, List<Extent>> extents = new HashMap<>();
    long nextSegment = 1;
    for (long number : head.segments()) {
      segments.add(readSegment(number, extents));
      nextSegment = Math.max(nextSegment, number + 1);
    }
    extents.replaceAll((queue, some) -> withoutDead(some));
    return new RecoveredStore(
        head.number(),
        Math.max(head.nextQueue(), scan.nextQueue()),
        nextSegment,
        queues,
        scan.deleted(),
        segments,
        extents,
        files,
        scan.end());
  }

  private CheckpointFile.Head readCheckpoint() throws IOException {
    String newest = newestCheckpoint();
    if (newest == null) {
      return NO_CHECKPOINT;
    }
    return CheckpointFile.read(
        disk,
        newest,
        (block, at) -> {
          int id = RecordFormat.queue(block, at);
          CheckpointFile.Entry entry = CheckpointFile.Entry.read(RecordFormat.content(block, at));
          known = Math.max(known, entry.position());
          queues.put(
              id,
              new RecoveredQueue(
                  id, entry.name(), entry.snapshot(), entry.position(), entry.stopped()));
        });
  }

  private @Nullable String newestCheckpoint() throws IOException {
    return disk.names().stream()
        .filter(CheckpointFile::isName)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private void deleteLeftovers(CheckpointFile.Head head) throws IOException {
    for (String name : disk.names()) {
      boolean leftover =
          name.equals(CheckpointFile.UNFINISHED)
              || name.equals(DiskReserve.NAME)
              || (CheckpointFile.isName(name) && !name.equals(CheckpointFile.nameOf(head.number())))
              || (Segment.isName(name) && !head.segments().contains(Segment.numberOf(name)))
              || (LogFile.isName(name) && LogFile.startOf(name) < head.logStart());
      if (leftover) {
        disk.delete(name);
      }
    }
  }

  /**
   * The extents of a queue in order, without those that lie within another one: that was made of
   * its neighbours when nothing of it was left.
   */
  private static List<Extent> withoutDead(List<Extent> all) {
    all.sort(Comparator.comparingLong(Extent::first));
    List<Extent> left = new ArrayList<>(all.size());
    for (Extent extent : all) {
      Extent before = left.isEmpty() ? null : left.get(left.size() - 1);
      if (before != null && extent.last() < before.last()) {
        extent.segment().changeLiveBytes(extent.recount(0));
      } else {
        left.add(extent);
      }
    }
    return left;
  }

  private Segment readSegment(long number, Map<Integer, List<Extent>> extents) throws IOException {
    String name = Segment.nameOf(number);
    try (DiskFile file = disk.open(name)) {
      List<SegmentWriter.Written> all = SegmentFooter.read(new FileSource(name, file), number);
      long live = 0;
      for (SegmentWriter.Written extent : all) {
        if (queues.containsKey(extent.queue())) {
          live += extent.length();
        }
      }
      Segment segment = new Segment(number, openFiles, file.sizeBytes(), live);
      for (SegmentWriter.Written extent : all) {
        if (queues.containsKey(extent.queue())) {
          extents.computeIfAbsent(extent.queue(), q -> new ArrayList<>()).add(extent.in(segment));
        }
      }
      return segment;
    }
  }
}
