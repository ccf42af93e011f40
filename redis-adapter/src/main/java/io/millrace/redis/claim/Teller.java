package io.millrace.redis.claim;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Tells Redis what became of claims, many at once. What was told and not answered is told again.
 *
 * <p><b>Threads:</b> the producer's. <b>Blocks:</b> for Redis.
 */
final class Teller {
  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  /** So many arguments in one script at most, so that it holds up others for no long. */
  private static final int SETTLED_AT_ONCE = 500;

  private final QueueKeys keys;
  private final Link link;
  private final ClaimSettings settings;
  private final ClaimMeters meters;

  /** Whether settlements were told of which no answer came. */
  private boolean isRepeating;

  Teller(QueueKeys keys, Link link, ClaimSettings settings, ClaimMeters meters) {
    this.keys = keys;
    this.link = link;
    this.settings = settings;
    this.meters = meters;
  }

  /** Tells of what is finished. */
  void finish(Tenure of) {
    List<Claim> claims = of.finished();
    while (!claims.isEmpty()) {
      List<Claim> some = claims.subList(0, Math.min(SETTLED_AT_ONCE, claims.size()));
      List<Claim> kept = some.stream().filter(claim -> claim.kept() != null).toList();
      if (kept.isEmpty()) {
        settled(of, some.size(), finish(of, some));
        some.clear();
      } else {
        settled(of, kept.size(), finishStoring(of, kept));
        some.removeIf(claim -> claim.kept() != null);
      }
    }
  }

  private Call finish(Tenure of, List<Claim> claims) {
    Call call = finishing(Script.FINISH, of);
    claims.forEach(claim -> call.add(claim.number()));
    return call;
  }

  private Call finishStoring(Tenure of, List<Claim> claims) {
    Call call = finishing(Script.FINISH_STORING, of);
    for (Claim claim : claims) {
      KeptOutcome kept = requireNonNull(claim.kept());
      call.key(keys.outcome(kept.id()))
          .add(claim.number())
          .add(kept.keep().toMillis())
          .add(kept.outcome());
    }
    return call;
  }

  private Call finishing(Script script, Tenure of) {
    return Call.of(script)
        .key(keys.leases())
        .key(keys.claims(of.worker()))
        .add(of.worker())
        .add(settings.ordered() ? "1" : "0");
  }

  /** Gives back what is returned. */
  void giveBack(Tenure of) {
    giveBack(of, of.returned());
  }

  /**
   * Gives back, highest first, so that the lowest is at the head in the end.
   *
   * @param returns what Redis was told is taken out
   */
  void giveBack(Tenure of, List<Tenure.Return> returns) {
    returns.sort(Comparator.comparingLong(each -> each.claim().number()));
    while (!returns.isEmpty()) {
      List<Tenure.Return> some =
          returns.subList(Math.max(0, returns.size() - SETTLED_AT_ONCE), returns.size());
      Call call =
          Call.of(Script.GIVE_BACK)
              .key(keys.list())
              .key(keys.head())
              .key(keys.leases())
              .key(keys.claims(of.worker()))
              .key(keys.delayed())
              .key(keys.delayedJobs())
              .key(keys.delayedBell())
              .add(of.worker())
              .add(settings.popEnd().name())
              .add(settings.ordered() ? "1" : "0");
      for (Tenure.Return each : some) {
        call.add(each.claim().number()).add(each.attempt()).add(each.delayMillis());
      }
      settled(of, some.size(), call);
      some.clear();
    }
  }

  /** Gives back claims of any tenures as they were; what cannot be told is returned for later. */
  void putBack(List<Claim> claims) {
    Map<Tenure, List<Tenure.Return>> all = new LinkedHashMap<>();
    for (Claim claim : claims) {
      all.computeIfAbsent(claim.tenure(), tenure -> new ArrayList<>())
          .add(new Tenure.Return(claim, 0, 0));
    }
    JedisException failure = null;
    for (Map.Entry<Tenure, List<Tenure.Return>> each : all.entrySet()) {
      if (settings.ordered() && each.getKey().isLost()) {
        // The reaper puts them back, and two who do so would not keep the order.
        each.getKey().returned().addAll(each.getValue());
        continue;
      }
      try {
        giveBack(each.getKey(), each.getValue());
      } catch (JedisException e) {
        each.getKey().returned().addAll(each.getValue());
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void settled(Tenure of, int count, Call call) {
    boolean again = isRepeating;
    isRepeating = true;
    Object answer = link.run(call);
    isRepeating = false;
    of.settled(count);
    int late = answer instanceof Long moved ? (int) (count - moved) : 0;
    // What was told before and not answered is no longer there, and was in time; not so where the
    // lease has ended meanwhile, which the first telling may have come too late for as well.
    if (late > 0 && (!again || of.isLost())) {
      meters.fenced(late);
      log.warn("{}: {} results of {} came too late, its lease had ended", keys, late, of.worker());
    }
  }

  /** Puts a claim that can be no message to the dead letters, at once. */
  void bury(Claim claim, byte[] letter) {
    Tenure of = claim.tenure();
    Object moved =
        link.run(
            Call.of(Script.BURY)
                .key(keys.leases())
                .key(keys.claims(of.worker()))
                .key(keys.dead())
                .add(of.worker())
                .add(settings.ordered() ? "1" : "0")
                .add(claim.number())
                .add(letter));
    of.settled(1);
    meters.buried();
    if (moved instanceof Long count && count == 0) {
      meters.fenced(1);
    }
  }

  /** Ends a lease under which nothing is held any more. */
  void leave(Tenure of) {
    link.run(
        Call.of(Script.LEAVE)
            .key(keys.list())
            .key(keys.head())
            .key(keys.leases())
            .key(keys.claims(of.worker()))
            .add(of.worker())
            .add(settings.popEnd().name()));
  }
}
