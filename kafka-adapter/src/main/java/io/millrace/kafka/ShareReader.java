package io.millrace.kafka;

import io.millrace.kafka.record.RecordMessage;
import io.millrace.kafka.share.HeldRecord;
import io.millrace.kafka.share.LastDeliveries;
import io.millrace.kafka.share.PoisonDesk;
import io.millrace.kafka.share.ShareGroup;
import io.millrace.kafka.share.ShareGroupsUnavailableException;
import io.millrace.kafka.share.ShareMember;
import io.millrace.kafka.share.ShareMeters;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer of a {@link KafkaShareSource}: a member of the group, and what it has in hand.
 *
 * <p><b>Threads:</b> the producer's thread of the queue, which is the poll thread; {@link #wakeup}
 * any.
 */
final class ShareReader<T> implements Producer<T> {
  private static final Logger log = LoggerFactory.getLogger(ShareReader.class);

  /**
   * Three times as long as the pauses in which the queue calls {@link #renew}. Whether locks are
   * due is for the members to know: the broker tells with the first records how long they last, and
   * that may be one second.
   */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private static final Duration ABANDON_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Hears how a reader fares. */
  interface Reports {
    void failed(Exception failure);

    /** It works, but records that it cannot hand out have nowhere to go. */
    void troubled(String why);

    void works();

    void closed();
  }

  private final ShareSettings<T> settings;
  private final int index;
  private final ShareGroup group;
  private final Reports reports;
  private final ShareMeters meters;
  private final LastDeliveries lastDeliveries;
  private final Optional<PoisonDesk> desk;

  /** Polled, but the queue had no room. */
  private final Queue<HeldRecord> backlog = new ArrayDeque<>();

  /** Replaced when it has failed. */
  private ShareMember member;

  /** What the fetch under way may still take. */
  private int messagesLeft;

  private long bytesLeft;

  /** The member while it polls. */
  private volatile @Nullable ShareMember polling;

  /** A wish to wake; heard by the poll under way, or else by the next one. */
  private volatile boolean wakeWanted;

  ShareReader(ShareSettings<T> settings, int index, ShareGroup group, Reports reports) {
    this.settings = settings;
    this.index = index;
    this.group = group;
    this.reports = reports;
    this.meters = settings.meters();
    lastDeliveries = new LastDeliveries(group, meters);
    String thread = "millrace-" + settings.properties().group() + "-poison-" + index;
    desk = settings.poison().map(pusher -> new PoisonDesk(pusher, thread));
    member = newMember();
  }

  private ShareMember newMember() {
    KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(settings.properties().ofMember(index));
    consumer.subscribe(settings.topics());
    return new ShareMember(consumer, meters, settings.commitInterval(), settings.commitCount());
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws InterruptedException {
    messagesLeft = fetch.messageLimit();
    bytesLeft = fetch.byteLimit();
    try {
      tend();
      if (messagesLeft > 0) {
        give(fetch);
        if (backlog.isEmpty()) {
          read(fetch);
        }
      } else if (member.isAsking()) {
        // What is asked for must not wait in the client; nothing more is asked for.
        poll(Duration.ZERO);
      }
      group.probeIfDue();
      desk.flatMap(PoisonDesk::trouble).ifPresentOrElse(reports::troubled, reports::works);
    } catch (RuntimeException e) {
      reports.failed(e);
      replaceMember();
      throw e instanceof UnsupportedVersionException
          ? new ShareGroupsUnavailableException("the brokers refuse share groups", e)
          : e;
    }
    // Never IDLE: this has waited, and the queue need not wait as well.
    return FetchResult.MORE;
  }

  private void read(Fetch<T> fetch) throws InterruptedException {
    if (!member.isFree() && fetch.count() == 0) {
      fetch.awaitSettlements(fetch.maxWait());
      tend();
    }
    if (member.isFree()) {
      poll(fetch.maxWait());
      give(fetch);
    }
  }

  /** What the old one held has lapsed, and the group gives it to somebody. */
  private void replaceMember() {
    try {
      member.abandon(ABANDON_TIMEOUT);
    } catch (RuntimeException e) {
      log.debug("a member that had failed could not be closed in order", e);
    }
    member = newMember();
  }

  private void poll(Duration maxWait) {
    polling = member;
    try {
      backlog.addAll(member.poll(wakeWanted ? Duration.ZERO : maxWait));
    } finally {
      polling = null;
      wakeWanted = false;
    }
  }

  private void give(Fetch<T> fetch) {
    while (messagesLeft > 0 && bytesLeft > 0 && !backlog.isEmpty()) {
      HeldRecord held = backlog.remove();
      if (held.isHeld()) {
        give(fetch, held);
      }
    }
  }

  private void give(Fetch<T> fetch, HeldRecord held) {
    Message<T> message;
    try {
      message =
          RecordMessage.describe(
                  Message.builder(settings.payload().decode(held.record().value())),
                  held.record(),
                  held.partition())
              .attempt(held.deliveryCount())
              .handle(held)
              .build();
    } catch (Exception e) {
      poison(held, e);
      return;
    }
    lastDeliveries.handedOut(held);
    fetch.add(message);
    messagesLeft--;
    bytesLeft -= message.sizeBytes();
  }

  private void poison(HeldRecord held, Exception cause) {
    if (desk.isPresent()) {
      desk.get().take(held, "the value is no payload", cause);
      return;
    }
    meters.poisonRejected();
    log.error(
        "{} is rejected: its value is no payload, and there is no onPoison pusher to take it",
        held,
        cause);
    held.settle(AcknowledgeType.REJECT);
  }

  @Override
  public void settle(List<Settlement<T>> settlements) {
    for (Settlement<T> settlement : settlements) {
      HeldRecord held = heldBy(settlement);
      switch (settlement.kind()) {
        case ACKED, DEAD_LETTERED -> held.settle(AcknowledgeType.ACCEPT);
        case REJECTED -> held.settle(AcknowledgeType.REJECT);
        case RETURNED -> giveBack(held);
      }
    }
    tend();
  }

  private static HeldRecord heldBy(Settlement<?> settlement) {
    if (settlement.message().handle() instanceof HeldRecord held) {
      return held;
    }
    throw new IllegalArgumentException("not a message of this source: " + settlement.message());
  }

  private void giveBack(HeldRecord held) {
    if (!lastDeliveries.isLast(held) || !held.isHeld()) {
      held.settle(AcknowledgeType.RELEASE);
      return;
    }
    meters.exhausted();
    String reason =
        "given back after delivery " + held.deliveryCount() + ", upon which its group drops it";
    if (desk.isPresent()) {
      desk.get().take(held, reason, null);
    } else {
      log.error("{} was {}, and there is no onPoison pusher to take it", held, reason);
      held.settle(AcknowledgeType.RELEASE);
    }
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(LEASE);
  }

  @Override
  public void renew(List<Message<T>> unsettled) {
    tend();
  }

  private void tend() {
    desk.ifPresent(open -> open.done().forEach(held -> held.settle(AcknowledgeType.ACCEPT)));
    member.tend();
  }

  @Override
  public void wakeup() {
    wakeWanted = true;
    ShareMember waiting = polling;
    if (waiting != null) {
      waiting.wakeup();
    }
  }

  /** The group's lag, told by the first producer; the others add nothing to it. */
  @Override
  public long lag() {
    long lag = group.lag();
    return index == 0 || lag < 0 ? lag : 0;
  }

  /** Goes without a word on what is in hand, as a killed process does; for tests. */
  void abandon() {
    member.abandon(Duration.ZERO);
    reports.closed();
  }

  @Override
  public void close() {
    // A stop past its deadline interrupts; what is settled is to be told nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      backlog.forEach(this::giveBack);
      backlog.clear();
      if (desk.isPresent()) {
        desk.get().close(CLOSE_TIMEOUT);
        tend();
      }
    } finally {
      try {
        member.close(CLOSE_TIMEOUT);
      } finally {
        reports.closed();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
