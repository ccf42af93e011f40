package io.millrace.redis;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import io.millrace.redis.claim.Claim;
import io.millrace.redis.claim.Claims;
import io.millrace.redis.claim.Status;
import io.millrace.redis.idle.Sleeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One producer of a {@link RedisListSource} in reliable mode: a worker of each of its lists.
 *
 * <p><b>Threads:</b> the producer's; {@link #wakeup} any.
 */
final class ClaimingReader<T> implements Producer<T> {
  private static final Logger log = LoggerFactory.getLogger(ClaimingReader.class);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Taken(Claim claim, byte[] element) {}

  private final List<ListLane> lanes;
  private final ListOrder order;
  private final ElementReader<T> elements;
  private final Duration lease;
  private final ReaderReports reports;
  private final LongSupplier lag;
  private final Sleeper sleeper;
  private final Isolation isolation;

  /** Taken, but the queue had no room. */
  private final Queue<Taken> backlog = new ArrayDeque<>();

  /** What the fetch under way may still take. */
  private int messagesLeft;

  private long bytesLeft;

  ClaimingReader(
      List<ListLane> lanes,
      ListOrder order,
      ElementReader<T> elements,
      Duration lease,
      LongSupplier lag,
      Sleeper sleeper,
      ReaderReports reports) {
    this.lanes = lanes;
    this.order = order;
    this.elements = elements;
    this.lease = lease;
    this.lag = lag;
    this.sleeper = sleeper;
    this.reports = reports;
    isolation = new Isolation(lease);
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws InterruptedException {
    messagesLeft = fetch.messageLimit();
    bytesLeft = fetch.byteLimit();
    try {
      for (ListLane lane : lanes) {
        lane.claims().tend();
        for (SourcePartition partition : lane.claims().takeLost()) {
          fetch.revoke(partition);
        }
      }
      if (isolation.isOn()) {
        lanes.forEach(ListLane::standAside);
        sleeper.sleep(fetch.maxWait());
      } else if (messagesLeft > 0) {
        give(fetch);
        read(fetch);
      } else {
        lanes.forEach(ListLane::standAside);
      }
      reports.works();
    } catch (JedisException e) {
      lanes.forEach(lane -> lane.claims().loseWhatIsOverdue());
      reports.failed(e);
      throw e;
    }
    // Never IDLE: this has waited, and the queue need not wait as well.
    return lanes.stream().allMatch(ListLane::isPaused) ? FetchResult.PAUSED : FetchResult.MORE;
  }

  private void read(Fetch<T> fetch) throws InterruptedException {
    takeAll(fetch);
    if (fetch.count() == 0 && !fetch.maxWait().isZero()) {
      sleeper.sleep(fetch.maxWait());
      takeAll(fetch);
    }
  }

  private void takeAll(Fetch<T> fetch) {
    for (int place : order.next()) {
      ListLane lane = lanes.get(place);
      while (messagesLeft > 0 && bytesLeft > 0 && backlog.isEmpty() && lane.isDue()) {
        int limit = messagesLeft;
        int before = fetch.count();
        Status status =
            lane.claims()
                .take(limit, bytesLeft, (claim, element) -> backlog.add(new Taken(claim, element)));
        lane.answered(status);
        give(fetch);
        if (fetch.count() - before < limit) {
          break;
        }
      }
    }
  }

  private void give(Fetch<T> fetch) {
    while (messagesLeft > 0 && bytesLeft > 0 && !backlog.isEmpty()) {
      Taken taken = backlog.element();
      boolean isGiven = false;
      if (taken.claim().partition().isRevoked()) {
        taken.claim().owner().giveBack(taken.claim(), 0, Duration.ZERO);
      } else {
        isGiven = give(fetch, taken.claim(), taken.element());
      }
      backlog.remove();
      if (isGiven && Isolation.isSuspect(taken.element())) {
        isolation.begin(taken.claim(), taken.element());
        messagesLeft = 0;
        putBackAll();
      }
    }
  }

  /** They are for others, or for later. */
  private void putBackAll() {
    Map<Claims, List<Claim>> all = new LinkedHashMap<>();
    for (Taken taken : backlog) {
      all.computeIfAbsent(taken.claim().owner(), owner -> new ArrayList<>()).add(taken.claim());
    }
    backlog.clear();
    all.forEach(Claims::putBack);
  }

  private boolean give(Fetch<T> fetch, Claim claim, byte[] element) {
    Message<T> message;
    try {
      message = elements.read(element, claim.partition(), claim.number(), claim);
    } catch (Exception e) {
      log.warn("{} is no payload and goes to the dead letters", claim, e);
      claim.owner().bury(claim, elements.letterOf(element, claim.partition(), claim.number(), e));
      return false;
    }
    fetch.add(message);
    messagesLeft--;
    bytesLeft -= message.sizeBytes();
    return true;
  }

  @Override
  public void settle(List<Settlement<T>> settlements) {
    Set<Claims> touched = new HashSet<>();
    for (Settlement<T> settlement : settlements) {
      Claim claim = claimOf(settlement.message());
      touched.add(claim.owner());
      isolation.settled(claim);
      if (settlement.kind().isFinished()) {
        claim.owner().finish(claim);
      } else {
        claim.owner().giveBack(claim, settlement.message().attempt(), settlement.delay());
      }
    }
    try {
      touched.forEach(Claims::flush);
    } catch (JedisException e) {
      // Kept, and told by the next fetch.
      log.debug("{} settlements wait for Redis", settlements.size(), e);
      reports.failed(e);
    }
  }

  static Claim claimOf(Message<?> message) {
    if (message.handle() instanceof Claim claim) {
      return claim;
    }
    throw new IllegalArgumentException("not a message of this source: " + message);
  }

  @Override
  public void wakeup() {
    sleeper.wake();
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(lease);
  }

  @Override
  public void renew(List<Message<T>> unsettled) {
    lanes.forEach(lane -> lane.claims().tend());
  }

  @Override
  public boolean hasEndedWorkers(Message<T> message) {
    return isolation.hasEndedWorkers(claimOf(message));
  }

  @Override
  public long lag() {
    return lag.getAsLong();
  }

  /** Goes without a word on what is in hand, as a killed process does; for tests. */
  void abandon() {
    lanes.forEach(lane -> lane.claims().abandon());
    reports.closed();
  }

  @Override
  public void close() {
    // A stop past its deadline interrupts; what is settled is to be told nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      for (Taken taken : backlog) {
        taken.claim().owner().giveBack(taken.claim(), 0, Duration.ZERO);
      }
      backlog.clear();
      for (ListLane lane : lanes) {
        lane.standAside();
        leave(lane.claims());
      }
    } finally {
      reports.closed();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void leave(Claims claims) {
    try {
      claims.close();
    } catch (JedisException e) {
      log.debug("once more, with a new connection", e);
      claims.close();
    } finally {
      claims.abandon();
    }
  }
}
