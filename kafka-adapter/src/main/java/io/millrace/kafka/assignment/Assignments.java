package io.millrace.kafka.assignment;

import static java.util.Objects.requireNonNull;

import io.millrace.kafka.meter.SourceMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions this consumer has, as the group gives and takes them.
 *
 * <p>A partition that is taken away in good order is drained first: nothing of it is begun any
 * more, what has begun may finish within a budget, all that is finished is committed, and later
 * results are refused. One that was lost is refused at once and commits nothing, as it is somebody
 * else's by now.
 *
 * <p><b>Threads:</b> the poll thread's; the group's calls come there too, inside poll and close.
 */
public final class Assignments implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(Assignments.class);

  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REBALANCE_STEP = Duration.ofMillis(20);
  private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(10);
  private static final long RETRY_PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Consumer<String, byte[]> consumer;
  private final Commits commits;
  private final SourceMeters meters;
  private final Drain drain;
  private final Duration revokeBudget;
  private final boolean keepsStart;
  private final Map<TopicPartition, AssignedPartition> assigned = new LinkedHashMap<>();

  /** Whether the group has answered at least once, be it with no partition at all. */
  private boolean joined;

  /**
   * @param revokeBudget how long what has begun may go on when a partition is taken away
   * @param keepsStart whether to commit where a partition is begun: with a start at the newest
   *     record, what comes before the first commit would be left out by a restart
   */
  public Assignments(
      Consumer<String, byte[]> consumer,
      Commits commits,
      SourceMeters meters,
      Drain drain,
      Duration revokeBudget,
      boolean keepsStart) {
    this.consumer = consumer;
    this.commits = commits;
    this.meters = meters;
    this.drain = drain;
    this.revokeBudget = revokeBudget;
    this.keepsStart = keepsStart;
  }

  public Collection<AssignedPartition> all() {
    return assigned.values();
  }

  public boolean hasJoined() {
    return joined;
  }

  /** Takes what a poll brought. */
  public void polled(ConsumerRecords<String, byte[]> records) {
    records
        .nextOffsets()
        .forEach(
            (id, next) -> {
              AssignedPartition partition = assigned.get(id);
              if (partition != null && !partition.polled(records.records(id), next.offset())) {
                AssignedPartition anew = startAnew(partition);
                anew.polled(records.records(id), next.offset());
              }
            });
  }

  /** The log's offsets went back: what is in hand belongs to a log that is no more. */
  private AssignedPartition startAnew(AssignedPartition old) {
    log.warn(
        "{} was cut or made anew: it is read again from where it begins, and what was read of it"
            + " before no longer counts",
        old);
    drain.revoke(old.source());
    old.fence();
    AssignedPartition anew = new AssignedPartition(old.id());
    anew.setPaused(old.isPaused());
    assigned.put(old.id(), anew);
    return anew;
  }

  /**
   * Commits all that is finished, before the consumer leaves. While the group shares out its
   * partitions anew it takes no commits, and a member that leaves then loses its own as if it had
   * died: so such a rebalance is seen through first.
   */
  public void commitToLeave(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (commits.commitNow(assigned.values(), timeout) == Commits.Answer.REBALANCING) {
      if (System.nanoTime() - deadline > 0) {
        log.warn("left during a rebalance; what was finished of late will be handled again");
        return;
      }
      consumer.pause(assigned.keySet());
      // What it brings, of partitions that are given in it, is nobody's: nothing is handed out now.
      consumer.poll(REBALANCE_STEP);
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    joined = true;
    meters.rebalanced();
    commitBetweenRebalances(List.of());
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed = committed(partitions);
    for (TopicPartition id : partitions) {
      OffsetAndMetadata commit = committed.get(id);
      if (commit == null) {
        AssignedPartition partition = new AssignedPartition(id);
        assigned.put(id, partition);
        if (keepsStart) {
          keepStart(partition);
        }
      } else {
        assigned.put(id, AssignedPartition.behind(id, commit));
        consumer.seek(id, commit);
      }
    }
    log.info("given {}, now reading {}", partitions, assigned.keySet());
  }

  private void keepStart(AssignedPartition partition) {
    try {
      partition.startAt(consumer.position(partition.id(), POSITION_TIMEOUT));
    } catch (KafkaException e) {
      log.warn("where {} begins is not known yet: {}", partition, e.toString());
    }
  }

  /**
   * What was committed; nothing where that cannot be learnt, and the consumer finds out itself,
   * without the metadata. Where commits are atomic that would double what they go with: then it is
   * asked for again and again, until there is an answer or the group takes the partitions away.
   */
  private Map<TopicPartition, @Nullable OffsetAndMetadata> committed(
      Collection<TopicPartition> partitions) {
    Set<TopicPartition> ids = new HashSet<>(partitions);
    while (true) {
      try {
        return commits.committed(ids);
      } catch (InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        log.warn(
            "the metadata of the commits of {} cannot be read; {}: {}",
            partitions,
            commits.isAtomic()
                ? "trying again"
                : "records finished beyond the committed offsets will be handled again",
            e.toString());
        if (!commits.isAtomic()) {
          return Map.of();
        }
        LockSupport.parkNanos(this, RETRY_PAUSE_NANOS);
      }
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    meters.rebalanced();
    List<AssignedPartition> leaving = take(partitions);
    if (leaving.isEmpty()) {
      return;
    }
    leaving.forEach(partition -> drain.revoke(partition.source()));
    boolean interrupted = awaitFinish(leaving);
    if (commitBetweenRebalances(leaving) == Commits.Answer.REBALANCING) {
      log.warn("{} could not be committed: the next rebalance has begun", leaving);
    }
    leaving.forEach(AssignedPartition::fence);
    log.info("gave back {}, now reading {}", partitions, assigned.keySet());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Commits what stays here too. In the classic protocol a member takes no part in commits from the
   * moment it joins a rebalance, and the next may begin before this call of poll is over; so what a
   * crash leaves uncommitted would be that of several rebalances, each as long as a dead member's
   * session.
   */
  private Commits.Answer commitBetweenRebalances(List<AssignedPartition> leaving) {
    List<AssignedPartition> all = new ArrayList<>(leaving);
    all.addAll(assigned.values());
    return commits.commitNow(all, COMMIT_TIMEOUT);
  }

  /** Whether the wait was interrupted. */
  private boolean awaitFinish(List<AssignedPartition> leaving) {
    long deadline = System.nanoTime() + revokeBudget.toNanos();
    try {
      while (inHand(leaving) > 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !drain.awaitSettlements(Duration.ofNanos(left))) {
          log.warn(
              "{} messages of {} did not end within {} and will be handled again elsewhere",
              inHand(leaving),
              leaving,
              revokeBudget);
          return false;
        }
      }
      return false;
    } catch (InterruptedException e) {
      // By a stop past its deadline: commit what is finished, without more waiting.
      return true;
    }
  }

  private static int inHand(List<AssignedPartition> partitions) {
    return partitions.stream().mapToInt(AssignedPartition::inHand).sum();
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    meters.rebalanced();
    List<AssignedPartition> lost = take(partitions);
    meters.partitionsLost(lost.size());
    for (AssignedPartition partition : lost) {
      drain.revoke(partition.source());
      partition.fence();
    }
    if (!lost.isEmpty()) {
      log.warn("lost {}: the group has taken them to be dead here", lost);
    }
  }

  private List<AssignedPartition> take(Collection<TopicPartition> ids) {
    List<AssignedPartition> taken = new ArrayList<>();
    for (TopicPartition id : ids) {
      if (assigned.containsKey(id)) {
        taken.add(requireNonNull(assigned.remove(id)));
      }
    }
    return taken;
  }
}
