package io.millrace.kafka.assignment;

import io.millrace.kafka.assignment.AssignedPartition.Progress;
import io.millrace.kafka.meter.SourceMeters;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is finished: from time to time without waiting, at the end of an assignment waiting.
 *
 * <p>One asynchronous commit is under way at a time, so a later one never overtakes an earlier. One
 * that fails is repeated by the next, as what it said is still to be said.
 *
 * <p><b>Threads:</b> the poll thread's; callbacks come there too, inside poll and commit.
 */
public final class Commits {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);

  /**
   * However many are done, commits are no closer than this: at a million a second each thousand
   * would mean a thousand commits a second, which the broker writes to a log of its own.
   */
  private static final long SHORTEST_INTERVAL_NANOS = Duration.ofMillis(50).toNanos();

  private static final Duration COMMITTED_TIMEOUT = Duration.ofSeconds(10);

  private final Consumer<?, ?> consumer;
  private final SourceMeters meters;
  private final @Nullable AtomicCommit atomic;
  private final long intervalNanos;
  private final int done;

  /** Falls when the broker says that its limit is lower. */
  private int metadataLimit;

  /** Settlements since the last commit began, of all partitions. */
  private int finishedSince;

  private long lastNanos;
  private boolean underWay;
  private int failures;

  /**
   * @param atomic what commits offsets with something else; null where they are committed alone
   * @param interval how long a finished record waits for its commit at most
   * @param done how many finished records are committed earlier than that
   * @param metadataLimit how many characters of metadata go with an offset at most
   */
  public Commits(
      Consumer<?, ?> consumer,
      SourceMeters meters,
      @Nullable AtomicCommit atomic,
      Duration interval,
      int done,
      int metadataLimit) {
    this.consumer = consumer;
    this.meters = meters;
    this.atomic = atomic;
    this.intervalNanos = interval.toNanos();
    this.done = done;
    this.metadataLimit = metadataLimit;
    this.lastNanos = System.nanoTime();
  }

  /** Notes that records were finished. */
  public void finished(int count) {
    finishedSince += count;
  }

  /** Commits without waiting, if it is time. */
  public void commitIfDue(Collection<AssignedPartition> partitions) {
    if (underWay) {
      return;
    }
    long now = System.nanoTime();
    long since = now - lastNanos;
    if (since < intervalNanos && (finishedSince < done || since < SHORTEST_INTERVAL_NANOS)) {
      return;
    }
    lastNanos = now;
    finishedSince = 0;
    List<Progress> progress = progressOf(partitions);
    if (progress.isEmpty()) {
      return;
    }
    if (atomic != null) {
      commitAtomically(atomic, progress, now);
      return;
    }
    underWay = true;
    try {
      consumer.commitAsync(offsetsOf(progress), answered(progress, now));
    } catch (KafkaException e) {
      underWay = false;
      failed(e);
    }
  }

  private OffsetCommitCallback answered(List<Progress> progress, long startNanos) {
    return (offsets, failure) -> {
      underWay = false;
      if (failure == null) {
        succeeded(progress, startNanos);
      } else {
        failed(failure);
      }
    };
  }

  /** What became of a commit that was waited for. */
  enum Answer {
    /** Everything finished is committed now. */
    COMMITTED,
    /** The group is sharing out its partitions anew, and takes commits again after that. */
    REBALANCING,
    FAILED
  }

  /** Commits and waits, up to {@code timeout}, for the answer. */
  Answer commitNow(Collection<AssignedPartition> partitions, Duration timeout) {
    List<Progress> progress = progressOf(partitions);
    if (progress.isEmpty()) {
      return Answer.COMMITTED;
    }
    long start = System.nanoTime();
    if (atomic != null) {
      return commitAtomically(atomic, progress, start);
    }
    try {
      commitSync(offsetsOf(progress), timeout);
    } catch (RebalanceInProgressException e) {
      return Answer.REBALANCING;
    } catch (KafkaException e) {
      failed(e);
      return Answer.FAILED;
    }
    succeeded(progress, start);
    return Answer.COMMITTED;
  }

  private Answer commitAtomically(AtomicCommit commit, List<Progress> progress, long startNanos) {
    Map<SourcePartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Progress each : progress) {
      offsets.put(each.partition().source(), each.commit());
    }
    try {
      commit.commit(offsets);
    } catch (RebalanceInProgressException e) {
      return Answer.REBALANCING;
    } catch (KafkaException e) {
      failed(e);
      return Answer.FAILED;
    }
    succeeded(progress, startNanos);
    return Answer.COMMITTED;
  }

  /**
   * What was committed; null where nothing was.
   *
   * @throws KafkaException when that cannot be known now, as a predecessor's commit may be open
   */
  Map<TopicPartition, @Nullable OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return atomic == null
        ? CommittedOffsets.of(consumer, partitions, COMMITTED_TIMEOUT)
        : atomic.committed(partitions);
  }

  /** Whether a record whose commit is not found would be produced for twice. */
  boolean isAtomic() {
    return atomic != null;
  }

  /** Lets go of what commits. */
  public void close() {
    if (atomic != null) {
      atomic.close();
    }
  }

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    try {
      consumer.commitSync(offsets, timeout);
    } catch (WakeupException e) {
      // It was meant for a poll that had ended by itself; now it is used up.
      consumer.commitSync(offsets, timeout);
    }
  }

  private List<Progress> progressOf(Collection<AssignedPartition> partitions) {
    List<Progress> progress = new ArrayList<>();
    for (AssignedPartition partition : partitions) {
      if (partition.isDirty()) {
        progress.add(partition.progress(metadataLimit));
      }
    }
    return progress;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsetsOf(List<Progress> progress) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Progress each : progress) {
      offsets.put(each.partition().id(), each.commit());
    }
    return offsets;
  }

  private void succeeded(List<Progress> progress, long startNanos) {
    meters.committed(Duration.ofNanos(System.nanoTime() - startNanos));
    for (Progress each : progress) {
      each.partition().committed(each);
    }
    if (failures > 0) {
      log.info("offsets are committed again after {} failures", failures);
      failures = 0;
    }
  }

  private void failed(Exception failure) {
    meters.commitFailed();
    failures++;
    if (failure instanceof OffsetMetadataTooLarge) {
      metadataLimit /= 2;
      log.warn(
          "the broker refused the metadata of a commit as too large"
              + " (its offset.metadata.max.bytes is below ours); at most {} characters from now on",
          metadataLimit);
    } else if (Integer.bitCount(failures) == 1) {
      log.warn(
          "offsets could not be committed ({} times so far), the next commit will have them: {}",
          failures,
          failure.toString());
    }
  }
}
