package io.millrace.kafka.share;

import io.millrace.kafka.share.HeldRecord.State;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a share group: polls a batch, and polls the next when each record of it is settled.
 *
 * <p><b>Threads:</b> the poll thread's, but for {@link #wakeup}. <b>Failure:</b> after an exception
 * the member is of no more use: {@link #close} it, and the group gives what it held to others.
 */
public final class ShareMember {
  /*
   * What Kafka 4.4's client allows, and what this class makes of it:
   *
   * - poll throws unless every record of the last poll has been acknowledged. So a batch is settled to its last record
   *   before the next one comes, and a queue has several members to go on meanwhile. One thread cannot be several: each
   *   is given partitions of its own, and starves them unless it polls all the time.
   * - RENEW counts as an acknowledgement, but takes the record away until the broker has answered and another poll has
   *   brought it back; what is settled meanwhile waits for that. While renewals are unanswered such a poll also sends
   *   a fetch, and what that brings would lie in the client, its locks running out, until this batch is settled. So the
   *   poll comes after the last answer, which only the callback tells, and the callback runs in commitAsync too.
   * - The acknowledgements for one partition in one request succeed or fail together.
   */

  private static final Logger log = LoggerFactory.getLogger(ShareMember.class);

  /** How long a record is locked until the broker has told: as short as its defaults allow. */
  private static final long UNKNOWN_LOCK_NANOS = Duration.ofSeconds(15).toNanos();

  private static final long ANSWER_POLL_NANOS = Duration.ofMillis(2).toNanos();

  private final ShareConsumer<byte[], byte[]> consumer;
  private final ShareMeters meters;
  private final UnsentAcknowledgements unsent;
  private final LockRenewal renewal = new LockRenewal();
  private HeldBatch batch = HeldBatch.NONE;

  /** Whether the client may ask the broker for records, and hold some, since a poll had none. */
  private boolean asking;

  /** No later than the locks on the batch, or on what is to come, began. */
  private long lockedNanos;

  private long lockNanos = UNKNOWN_LOCK_NANOS;

  /**
   * @param consumer subscribed, in explicit acknowledgement mode; closed with the member
   * @param commitInterval how long an acknowledgement waits at most
   * @param commitCount how many wait at most
   */
  public ShareMember(
      ShareConsumer<byte[], byte[]> consumer,
      ShareMeters meters,
      Duration commitInterval,
      int commitCount) {
    this.consumer = consumer;
    this.meters = meters;
    this.unsent = new UnsentAcknowledgements(commitInterval, commitCount);
    consumer.setAcknowledgementCommitCallback(
        (offsets, failure) ->
            offsets.forEach(
                (partition, those) -> answered(partition.topicPartition(), those, failure)));
  }

  /** Whether it may poll: all that it held is settled. */
  public boolean isFree() {
    return !batch.isHeld() && !renewal.isUnderWay();
  }

  /** Whether a poll has had no records yet, and must be repeated until it has. */
  public boolean isAsking() {
    return asking;
  }

  /** Ends a poll that waits, or else the next one. From any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  /**
   * Asks for the next batch, and sends the acknowledgements that wait.
   *
   * @param maxWait how long to wait for a first record
   * @return nothing if there is nothing yet: then this is to be called again before long, as the
   *     broker may lock records for this member at any time
   */
  public List<HeldRecord> poll(Duration maxWait) {
    long start = System.nanoTime();
    if (!asking) {
      lockedNanos = start;
    }
    asking = true;
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(maxWait);
    } catch (WakeupException e) {
      return List.of();
    }
    unsent.sent();
    if (records.isEmpty()) {
      lockedNanos = start;
      return List.of();
    }
    asking = false;
    consumer.acquisitionLockTimeoutMs().ifPresent(millis -> lockNanos = millis * 1_000_000L);
    batch = HeldBatch.of(records, this);
    return batch.records();
  }

  void settle(HeldRecord record, AcknowledgeType type) {
    switch (record.state()) {
      case HELD -> acknowledge(record, type);
      case RENEWING -> record.verdict(type);
      case LAPSED -> log.debug("{} has lapsed, {} is not told", record, type);
      case SETTLED -> throw new IllegalStateException(record + " is settled twice");
    }
  }

  private void acknowledge(HeldRecord record, AcknowledgeType type) {
    consumer.acknowledge(record.record(), type);
    record.state(State.SETTLED);
    batch.oneLess();
    unsent.add();
  }

  /** Does what is due: hears answers, renews locks, sends acknowledgements. Does not wait. */
  public void tend() {
    long now = System.nanoTime();
    hearAnswers();
    if (renewal.isUnanswered()) {
      if (now - renewal.startNanos() > lockNanos) {
        throw new KafkaException("locks were not renewed in time: the broker does not answer");
      }
    } else if (batch.isHeld() && now - lockedNanos >= lockNanos / 2) {
      renew(now);
    } else if (unsent.areDue(now)) {
      commit();
    }
  }

  private void hearAnswers() {
    if (renewal.isUnanswered()) {
      consumer.commitAsync();
    }
    if (renewal.isGranted()) {
      regain();
    }
  }

  private void commit() {
    unsent.sent();
    consumer.commitAsync();
  }

  private void renew(long now) {
    renewal.start(now);
    for (HeldRecord record : batch.in(State.HELD)) {
      consumer.acknowledge(record.record(), AcknowledgeType.RENEW);
      record.state(State.RENEWING);
      renewal.ask(record);
    }
    commit();
  }

  /** Takes back the records whose locks were renewed. */
  private void regain() {
    renewal.finish();
    lockedNanos = renewal.startNanos();
    Set<ConsumerRecord<byte[], byte[]>> back = Collections.newSetFromMap(new IdentityHashMap<>());
    pollAtOnce().forEach(back::add);
    for (HeldRecord record : batch.in(State.RENEWING)) {
      if (back.contains(record.record())) {
        regained(record);
      } else {
        lapse(record);
      }
    }
    meters.renewed(back.size());
  }

  private ConsumerRecords<byte[], byte[]> pollAtOnce() {
    while (true) {
      try {
        return consumer.poll(Duration.ZERO);
      } catch (WakeupException e) {
        // Meant for a poll that had ended by itself, and used up now.
        log.trace("woken while taking back renewed records");
      }
    }
  }

  private void regained(HeldRecord record) {
    record.state(State.HELD);
    AcknowledgeType verdict = record.verdict();
    if (verdict != null) {
      acknowledge(record, verdict);
    }
  }

  /** The broker's answer to acknowledgements, renewals or others; called within the consumer. */
  private void answered(TopicPartition partition, Set<Long> offsets, @Nullable Exception failure) {
    int others = 0;
    for (long offset : offsets) {
      HeldRecord record = renewal.answered(partition, offset, failure == null);
      if (record == null) {
        others++;
      } else if (failure != null) {
        lapse(record);
      }
    }
    if (failure != null) {
      log.warn(
          "{}: the broker did not take what was said of {} records; it delivers again those it has"
              + " not given away yet: {}",
          partition,
          offsets.size(),
          failure.toString());
      if (failure instanceof InvalidRecordStateException) {
        meters.lapsed(others);
      } else {
        meters.acknowledgementsFailed(others);
      }
    }
  }

  private void lapse(HeldRecord record) {
    record.state(State.LAPSED);
    record.partition().revoke();
    batch.oneLess();
    meters.lapsed(1);
  }

  /**
   * Gives back what is not settled, sends all acknowledgements and leaves the group. Waits up to
   * {@code timeout} for answers to renewals, and as long again for the broker.
   */
  public void close(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (renewal.isUnderWay() && System.nanoTime() - deadline < 0) {
        hearAnswers();
        LockSupport.parkNanos(this, ANSWER_POLL_NANOS);
      }
      batch.in(State.HELD).forEach(record -> acknowledge(record, AcknowledgeType.RELEASE));
    } finally {
      consumer.close(timeout);
    }
  }

  /** Leaves the group without a word on what is held, as the member is out of order. */
  public void abandon(Duration timeout) {
    batch.records().stream().filter(HeldRecord::isHeld).forEach(this::lapse);
    consumer.close(timeout);
  }
}
