package io.millrace.kafka.assignment;

import static java.util.Objects.requireNonNull;

import io.millrace.kafka.offset.CommitMetadata;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.settle.PrefixTracker;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One assignment of a partition to this consumer: what was polled, handed out, finished and
 * committed of it. The same partition assigned again is another instance.
 *
 * <p>Invariant: committed &lt;= prefix &lt;= every unfinished offset; what a commit says beyond the
 * prefix is finished.
 *
 * <p><b>Threads:</b> the poll thread's.
 */
public final class AssignedPartition {
  private final TopicPartition id;
  private final SourcePartition source;
  private final Backlog backlog = new Backlog();
  private final RecordTimes times = new RecordTimes();
  private final CommitState commits = new CommitState();

  /** Null until the first offset is known: from the commit, or from the first record. */
  private @Nullable PrefixTracker tracker;

  /** The offset behind the last record polled; where it goes back, the log has changed. */
  private long position;

  /** Records handed out that have not come back, be it finished or not. */
  private int inHand;

  /** Messages below this were asked back from the queue, to wait elsewhere. */
  private long expectedBackBelow;

  /** Nothing is handed out before this time; milliseconds since the epoch. */
  private long heldUntilMillis;

  /** Since when there are only records that the log has and nobody here has seen; 0 if not so. */
  private long unseenSinceMillis;

  private boolean fenced;
  private @Nullable String halt;

  /** Whether the consumer was told to fetch none of it; kept here as asking it is dear. */
  private boolean paused;

  AssignedPartition(TopicPartition id) {
    this.id = id;
    this.source = new SourcePartition(id.topic(), id.partition());
  }

  /** An assignment that goes on behind a commit, and leaves out what its metadata says is done. */
  static AssignedPartition behind(TopicPartition id, OffsetAndMetadata commit) {
    AssignedPartition partition = new AssignedPartition(id);
    partition.tracker =
        PrefixTracker.restore(
            commit.offset(), CommitMetadata.read(commit.offset(), commit.metadata()));
    partition.commits.behind(commit.offset());
    partition.position = commit.offset();
    return partition;
  }

  /** Begins an assignment of which nothing was committed. */
  void startAt(long offset) {
    tracker = PrefixTracker.startingAt(offset);
    position = offset;
  }

  public TopicPartition id() {
    return id;
  }

  public SourcePartition source() {
    return source;
  }

  /**
   * Takes polled records.
   *
   * @param next the offset that the consumer reads next
   * @return false, and nothing is taken, if they lie before what was polled already: the log was
   *     cut or made anew, and this assignment's offsets no longer mean what they did
   */
  boolean polled(List<ConsumerRecord<String, byte[]>> records, long next) {
    long first = records.isEmpty() ? next : records.get(0).offset();
    if (tracker == null) {
      startAt(first);
    } else if (first < position) {
      return false;
    }
    position = next;
    if (!records.isEmpty()) {
      backlog.add(records);
    }
    passGaps();
    return true;
  }

  /** The next record that is not finished yet; null if there is none. */
  public @Nullable ConsumerRecord<String, byte[]> next() {
    PrefixTracker offsets = tracker;
    for (ConsumerRecord<String, byte[]> record = backlog.first();
        record != null && offsets != null;
        record = backlog.first()) {
      long offset = record.offset();
      if (offsets.firstUnfinished(offset) == offset) {
        return record;
      }
      backlog.removeFirst();
    }
    passGaps();
    return null;
  }

  /** Notes that the record that {@link #next} answered was handed out. */
  public void handOut(ConsumerRecord<String, byte[]> record) {
    PrefixTracker offsets = requireNonNull(tracker);
    long offset = record.offset();
    offsets.handOut(offset, offset + 1);
    times.handedOut(offset, record.timestamp(), offsets.prefix());
    inHand++;
    backlog.removeFirst();
    if (backlog.size() == 0) {
      passGaps();
    }
  }

  /** What the log has no records for, or only markers of transactions, is finished. */
  private void passGaps() {
    if (tracker != null && backlog.size() == 0) {
      tracker.pass(position);
    }
  }

  /**
   * Notes that all offsets from {@code first}, included, to {@code behind}, excluded, are finished.
   *
   * @return false if the assignment has ended: then somebody else handles them again
   */
  public boolean finish(long first, long behind) {
    int count = (int) (behind - first);
    inHand -= count;
    if (fenced) {
      return false;
    }
    requireNonNull(tracker).finish(first, behind);
    commits.finished(count);
    return true;
  }

  /** Notes that a record came back from the queue unfinished. */
  public void giveBack() {
    inHand--;
  }

  /** How many polled records wait to be handed out. */
  public int backlog() {
    return backlog.size();
  }

  /** How many handed out records have not come back. */
  public int inHand() {
    return inHand;
  }

  /** How far the newest offset handed out is from the first that is not finished. */
  public long gap() {
    return tracker == null ? 0 : tracker.end() - tracker.prefix();
  }

  /** How many records were polled or handed out and are not finished. */
  public long unfinished() {
    long handedOut = tracker == null ? 0 : tracker.unfinished();
    return backlog.size() + handedOut;
  }

  /**
   * About when the oldest record that is not finished came into being, in milliseconds since the
   * epoch; 0 if all are finished.
   *
   * @param moreInLog whether the log has records that were not polled. Where there are no others
   *     their time is not known: then the time stands for it since when this was asked with true
   */
  public long oldestUnfinishedMillis(boolean moreInLog, long nowMillis) {
    if (gap() > 0) {
      unseenSinceMillis = 0;
      return times.at(prefix());
    }
    ConsumerRecord<String, byte[]> first = next();
    if (first != null) {
      unseenSinceMillis = 0;
      return Math.max(0, first.timestamp());
    }
    if (!moreInLog) {
      unseenSinceMillis = 0;
    } else if (unseenSinceMillis == 0) {
      unseenSinceMillis = nowMillis;
    }
    return unseenSinceMillis;
  }

  /** The first offset that is not finished; -1 while not known. */
  public long prefix() {
    return tracker == null ? CommitState.NOTHING_COMMITTED : tracker.prefix();
  }

  /** Ends the assignment: what comes after this is refused. */
  void fence() {
    fenced = true;
    backlog.clear();
  }

  /** Notes that unfinished messages below an offset were asked back. */
  public void expectBack(long below) {
    expectedBackBelow = below;
  }

  /** Whether a message came back because it was asked for, and this assignment still goes on. */
  public boolean wasAskedBack(long offset) {
    return offset < expectedBackBelow && !fenced && !source.isRevoked();
  }

  /** Hands out nothing before a time, in milliseconds since the epoch. */
  public void hold(long untilMillis) {
    heldUntilMillis = untilMillis;
  }

  /** How long nothing is handed out yet; 0 or less if not at all. */
  public long heldMillis() {
    return heldUntilMillis == 0 ? 0 : heldUntilMillis - System.currentTimeMillis();
  }

  /** Hands out no more of it, for a reason in words. */
  public void halt(String reason) {
    halt = reason;
  }

  /** Why nothing more is handed out; null while something is. */
  public @Nullable String halted() {
    return halt;
  }

  public boolean isPaused() {
    return paused;
  }

  public void setPaused(boolean value) {
    paused = value;
  }

  /** Whether a commit would say something new. */
  boolean isDirty() {
    return tracker != null && commits.isDirty(tracker.prefix());
  }

  /** How many were finished that no commit knows of. */
  long uncommitted() {
    return commits.uncommitted();
  }

  /** What to commit now. */
  Progress progress(int maxMetadataChars) {
    PrefixTracker offsets = requireNonNull(tracker);
    long prefix = offsets.prefix();
    String metadata =
        CommitMetadata.write(prefix, offsets.finishedRanges(Integer.MAX_VALUE), maxMetadataChars);
    return new Progress(this, new OffsetAndMetadata(prefix, metadata), commits.finished());
  }

  void committed(Progress progress) {
    commits.committed(progress.commit().offset(), progress.finished());
  }

  @Override
  public String toString() {
    return source.toString();
  }

  /**
   * A state that is being committed.
   *
   * @param finished how many offsets had been finished by then
   */
  record Progress(AssignedPartition partition, OffsetAndMetadata commit, long finished) {}
}
