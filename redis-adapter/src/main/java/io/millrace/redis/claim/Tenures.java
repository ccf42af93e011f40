package io.millrace.redis.claim;

import io.millrace.queue.SourcePartition;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names under which one worker holds claims of one queue: keeps their leases, and gives up
 * those that have ended.
 *
 * <p><b>Threads:</b> the producer's. <b>Blocks:</b> for Redis.
 */
final class Tenures {
  private static final Logger log = LoggerFactory.getLogger(Tenures.class);

  private final QueueKeys keys;
  private final Link link;
  private final ClaimSettings settings;
  private final ClaimMeters meters;
  private final LostReply lostReply;

  /** Under which nothing new is taken, but claims are still held. */
  private final List<Tenure> former = new ArrayList<>();

  private final List<SourcePartition> lost = new ArrayList<>();

  private Tenure present;

  /**
   * @param lostReply may concern one under which nothing is known to be held
   */
  Tenures(
      QueueKeys keys, Link link, ClaimSettings settings, ClaimMeters meters, LostReply lostReply) {
    this.keys = keys;
    this.link = link;
    this.settings = settings;
    this.meters = meters;
    this.lostReply = lostReply;
    present = next();
  }

  private Tenure next() {
    return new Tenure(WorkerName.next(), new SourcePartition(keys.list(), 0));
  }

  /** Under which the next claims are held. */
  Tenure present() {
    return present;
  }

  /** Those before it that are not {@link #forget forgotten}; a copy. */
  List<Tenure> former() {
    return List.copyOf(former);
  }

  /** From now on what is taken is held under a new name. */
  void retire() {
    if (present.held() > 0 || present.isLeased() || lostReply.isDue()) {
      former.add(present);
    }
    present = next();
  }

  /** As {@link #retire}, so that all there ever were are among the former ones. */
  void retireAlsoUnused() {
    former.add(present);
    present = next();
  }

  /** A former one is over: Redis knows of no claim under it any more. */
  void forget(Tenure of) {
    former.remove(of);
  }

  /** Renews each lease after a third of its time. */
  void renewIfDue() {
    long now = System.nanoTime();
    renewIfDue(present, now);
    former.forEach(each -> renewIfDue(each, now));
  }

  private void renewIfDue(Tenure of, long now) {
    boolean hasLease = of.isLeased() && (of.held() > 0 || settings.ordered());
    if (!hasLease || of.isLost() || now - of.renewedNanos() < settings.lease().toNanos() / 3) {
      return;
    }
    long leaseMillis = settings.lease().toMillis();
    Object renewed =
        link.run(Call.of(Script.RENEW).key(keys.leases()).add(of.worker()).add(leaseMillis));
    if (Long.valueOf(1).equals(renewed)) {
      of.renewed(now);
      meters.renewed();
    } else {
      lose(of);
    }
  }

  /** Gives up what others may have by now, as Redis could not be told in time that it is held. */
  void loseWhatIsOverdue() {
    long overdue = System.nanoTime() - settings.lease().toNanos();
    for (Tenure each : former()) {
      loseIfOlder(each, overdue);
    }
    loseIfOlder(present, overdue);
  }

  private void loseIfOlder(Tenure of, long nanos) {
    if (of.held() > 0 && of.renewedNanos() - nanos < 0) {
      lose(of);
    }
  }

  /** Its lease has ended: others have its claims, or will. */
  void lose(Tenure of) {
    if (of.isLost()) {
      return;
    }
    if (of.held() > 0) {
      meters.lost();
      log.warn(
          "{}: the lease of {} ended; others may handle its {} messages too",
          keys,
          of.worker(),
          of.held());
    }
    of.partition().revoke();
    lost.add(of.partition());
    of.unleased();
    if (of == present) {
      retire();
    }
  }

  /** The partitions that were lost since the last call. */
  List<SourcePartition> takeLost() {
    if (lost.isEmpty()) {
      return List.of();
    }
    List<SourcePartition> taken = List.copyOf(lost);
    lost.clear();
    return taken;
  }

  /** How many claims are not settled in Redis. */
  int held() {
    return present.held() + former.stream().mapToInt(Tenure::held).sum();
  }
}
