package io.millrace.redis.claim;

import io.millrace.queue.SourcePartition;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What one worker has taken from one queue: takes, settles and keeps the lease.
 *
 * <p>What Redis could not be told is kept and told with the next call of {@link #flush} or {@link
 * #tend}; telling it twice does no harm.
 *
 * <p><b>Threads:</b> the producer's. <b>Blocks:</b> for Redis.
 */
public final class Claims {
  /** Takes claims as they come. */
  @FunctionalInterface
  public interface Receiver {
    void take(Claim claim, byte[] element);
  }

  private final QueueKeys keys;
  private final Link link;
  private final ClaimSettings settings;
  private final long leaseMillis;
  private final LostReply lostReply;
  private final Teller teller;

  private final Tenures tenures;

  /** The connection that the present tenure began with. */
  private int generation;

  /** Whether the last claim took all it was to take, so that there may be much more. */
  private boolean isFlowing;

  /** Whether there may be anything that the last claim left. */
  private boolean mayBeMore = true;

  public Claims(QueueKeys keys, Link link, ClaimSettings settings, ClaimMeters meters) {
    this.keys = keys;
    this.link = link;
    this.settings = settings;
    leaseMillis = settings.lease().toMillis();
    lostReply = new LostReply(this, keys, link);
    teller = new Teller(keys, link, settings, meters);
    tenures = new Tenures(keys, link, settings, meters, lostReply);
  }

  /**
   * Takes elements from the head of the queue. One round trip, whatever their number.
   *
   * @param limit how many at most
   * @param bytes upon which to stop; one element may always be taken, and a batch beyond it
   * @return OK if there were any; else why not
   * @throws JedisException when it is not known what was taken: what it was comes with the next
   *     call, or, when that does not find it either, when its lease has ended
   */
  public Status take(int limit, long bytes, Receiver receiver) {
    if (lostReply.isDue() && lostReply.ask(receiver) > 0) {
      mayBeMore = true;
      return Status.OK;
    }
    if (link.generation() != generation) {
      // After a fail-over or a restart from an old snapshot there may be claims under the present
      // name that were finished long ago. It must end, so that its lease does.
      generation = link.generation();
      tenures.retire();
    }
    Tenure tenure = tenures.present();
    int scripts = isFlowing ? (limit + settings.batch() - 1) / settings.batch() : 1;
    List<Call> calls = new ArrayList<>(scripts);
    long[] firsts = new long[scripts];
    int left = limit;
    for (int i = 0; i < scripts; i++) {
      int count = Math.min(left, settings.batch());
      left -= count;
      firsts[i] = tenure.reserve(count);
      calls.add(claim(tenure, firsts[i], count, Math.max(1, bytes / scripts)));
    }
    long before = System.nanoTime();
    List<?> answers;
    try {
      answers = link.runAll(calls);
    } catch (JedisException e) {
      lostReply.note(tenure, firsts[0], limit - left, before);
      tenures.retire();
      throw e;
    }
    return accept(answers, firsts, before, limit - left, Math.max(1, bytes / scripts), receiver);
  }

  /** Whether the last call of {@link #take} may have left something for the next one. */
  public boolean mayBeMore() {
    return mayBeMore;
  }

  private Call claim(Tenure tenure, long first, int count, long bytes) {
    Call call =
        Call.of(Script.CLAIM)
            .key(keys.list())
            .key(keys.head())
            .key(keys.leases())
            .key(keys.claims(tenure.worker()))
            .key(keys.paused())
            .add(tenure.worker())
            .add(settings.popEnd().name())
            .add(count)
            .add(bytes)
            .add(first)
            .add(leaseMillis)
            .add(settings.ordered() ? "1" : "0")
            .add(tenure.held() > 0 ? "1" : "0");
    for (Tenure each : tenures.former()) {
      // What was lost must first be back in the list.
      if (settings.ordered() && !each.isLost()) {
        call.add(each.worker());
      }
    }
    return call;
  }

  private Status accept(
      List<?> answers, long[] firsts, long before, int wanted, long bytesEach, Receiver receiver) {
    Status status = Status.EMPTY;
    Tenure taker = tenures.present();
    JedisDataException refusal = null;
    int taken = 0;
    boolean isFull = false;
    for (int i = 0; i < firsts.length; i++) {
      if (answers.get(i) instanceof JedisDataException failure) {
        refusal = failure;
        continue;
      }
      ClaimAnswer answer = ClaimAnswer.of((List<?>) answers.get(i));
      if (answer.status() == Status.OK) {
        status = Status.OK;
        taker.renewed(before);
        long bytes = 0;
        for (int k = 0; k < answer.count(); k++) {
          byte[] element = answer.element(k);
          bytes += element.length;
          take(taker, firsts[i] + k, answer.micros(), element, receiver);
        }
        taken += answer.count();
        isFull |= bytes >= bytesEach;
      } else if (status != Status.OK) {
        status = answer.status();
      }
    }
    isFlowing = taken == wanted;
    mayBeMore = isFlowing || isFull || refusal != null;
    if (refusal != null && taken == 0) {
      throw refusal;
    }
    switch (status) {
      case LOST -> tenures.lose(taker);
      case EMPTY, PAUSED -> {
        if (settings.ordered()) {
          taker.renewed(before);
        }
      }
      case OK, HELD -> {}
    }
    return status;
  }

  void take(Tenure taker, long number, long micros, byte[] element, Receiver receiver) {
    taker.taken();
    receiver.take(new Claim(this, taker, number, micros), element);
  }

  /** Settles a claim of which nothing is to remain. Redis hears of it with {@link #flush}. */
  public void finish(Claim claim) {
    claim.tenure().finished().add(claim);
  }

  /**
   * Gives a claim back, to the head of the queue or after {@code delay}. Redis hears of it with
   * {@link #flush}; of an ordered queue only at the end, so that all of them go back in order.
   *
   * @param attempt the attempt to come; 0 as it was
   */
  public void giveBack(Claim claim, int attempt, Duration delay) {
    long delayMillis = settings.ordered() ? 0 : delay.toMillis();
    claim.tenure().returned().add(new Tenure.Return(claim, attempt, delayMillis));
  }

  /**
   * Gives back at once, as they were, claims of which nobody has heard: the last ones that were
   * taken, so that they are in order also where one reader keeps it.
   */
  public void putBack(List<Claim> last) {
    teller.putBack(last);
  }

  /** Puts a claim that can be no message to the dead letters, at once. */
  public void bury(Claim claim, byte[] letter) {
    teller.bury(claim, letter);
  }

  /** Tells Redis what was settled since the last time. */
  public void flush() {
    flush(tenures.present());
    for (Tenure each : tenures.former()) {
      flush(each);
      if (each.held() == 0 && !lostReply.concerns(each)) {
        teller.leave(each);
        tenures.forget(each);
      }
    }
  }

  private void flush(Tenure of) {
    teller.finish(of);
    if (!settings.ordered()) {
      teller.giveBack(of);
    } else if (of.isLost()) {
      // The reaper puts them back, and two who do so would not keep the order.
      of.settled(of.returned().size());
      of.returned().clear();
    }
    if (of.held() == 0 && !settings.ordered()) {
      of.unleased();
    }
  }

  /** Does what is due: tells what is settled, and renews the lease after a third of its time. */
  public void tend() {
    flush();
    tenures.renewIfDue();
  }

  /** Gives up what others may have by now, as Redis could not be told in time that it is held. */
  public void loseWhatIsOverdue() {
    tenures.loseWhatIsOverdue();
  }

  /** The partitions that were lost since the last call. */
  public List<SourcePartition> takeLost() {
    return tenures.takeLost();
  }

  /** Of which queue. */
  public QueueKeys keys() {
    return keys;
  }

  /** How many claims are not settled in Redis. */
  public int held() {
    return tenures.held();
  }

  /** Tells all that is settled, and leaves the queue. */
  public void close() {
    tenures.retireAlsoUnused();
    for (Tenure each : tenures.former()) {
      teller.finish(each);
      teller.giveBack(each);
      teller.leave(each);
      tenures.forget(each);
    }
  }

  /** Puts back what was moved to the side to wake us. */
  public void passOn() {
    link.run(
        Call.of(Script.REJOIN).key(keys.list()).key(keys.head()).add(settings.popEnd().name()));
  }

  /** Goes without a word, as the end of the process would. */
  public void abandon() {
    link.cut();
  }
}
