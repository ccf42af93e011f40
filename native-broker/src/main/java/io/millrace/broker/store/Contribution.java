package io.millrace.broker.store;

import java.util.List;
import java.util.Map;

/** What one queue puts into a checkpoint. Not changed by anybody any more. */
final class Contribution {
  private final LocalJournal journal;
  private final CheckpointFile.Entry entry;
  private final List<Survivors> survivors;
  private final Map<Segment, Long> liveChange;
  private final long dirtyBefore;

  /**
   * @param entry its state, with the position of the log up to which that knows everything
   * @param survivors what must be moved, by ascending offset
   * @param liveChange by how many bytes the live messages of segments have changed
   * @param dirtyBefore what the journal counted as its first record without a checkpoint
   */
  Contribution(
      LocalJournal journal,
      CheckpointFile.Entry entry,
      List<Survivors> survivors,
      Map<Segment, Long> liveChange,
      long dirtyBefore) {
    this.journal = journal;
    this.entry = entry;
    this.survivors = survivors;
    this.liveChange = liveChange;
    this.dirtyBefore = dirtyBefore;
  }

  LocalJournal journal() {
    return journal;
  }

  CheckpointFile.Entry entry() {
    return entry;
  }

  List<Survivors> survivors() {
    return survivors;
  }

  Map<Segment, Long> liveChange() {
    return liveChange;
  }

  long dirtyBefore() {
    return dirtyBefore;
  }
}
