package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.assignment.Assignments;
import io.millrace.kafka.assignment.Commits;
import io.millrace.kafka.assignment.Drain;
import io.millrace.kafka.meter.SourceMeters;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a {@link KafkaSource} and what it has in hand.
 *
 * <p><b>Threads:</b> the producer's thread of the queue, which is the poll thread; {@link #wakeup}
 * any.
 */
final class GroupReader<T> implements Producer<T> {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * How long a poll waits while messages are in hand. Their settlements are taken up between polls,
   * which is in time for the next commit; to wake the poll for each would cost more than the poll.
   */
  private static final Duration BUSY_WAIT = Duration.ofMillis(25);

  /** The same while records lie here that only wait for settlements; doubles while none comes. */
  private static final Duration BLOCKED_WAIT = Duration.ofMillis(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SourceMeters meters;
  private final Commits commits;
  private final Assignments assignments;
  private final PartitionPauses pauses;
  private final HandOut<T> handOut;
  private final PollGate gate = new PollGate();
  private final Outlook outlook;
  private final Runnable whenClosed;

  private @Nullable Fetch<T> current;

  /** Messages handed out and not settled. */
  private int inHand;

  private Duration blockedWait = BLOCKED_WAIT;

  GroupReader(
      SourceSettings<T> settings,
      Map<String, Object> properties,
      int index,
      Readiness readiness,
      Runnable whenClosed) {
    this.whenClosed = whenClosed;
    consumer = new KafkaConsumer<>(properties);
    meters = new SourceMeters(settings.registry(), settings.tags(), index, consumer);
    commits =
        new Commits(
            consumer,
            meters,
            settings.commitInterval(),
            settings.commitDone(),
            settings.metadataLimit());
    assignments =
        new Assignments(consumer, commits, meters, new QueueDrain(), settings.revokeBudget());
    pauses = new PartitionPauses(consumer);
    handOut =
        new HandOut<>(new Messages<>(settings.payload()), settings.ordering(), settings.gapLimit());
    outlook = new Outlook(consumer, assignments, settings.topics(), readiness, meters);
    if (settings.topicPattern().isPresent()) {
      consumer.subscribe(settings.topicPattern().get(), assignments);
    } else {
      consumer.subscribe(settings.topics(), assignments);
    }
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) {
    current = fetch;
    try {
      commits.commitIfDue(assignments.all());
      if (fetch.messageLimit() == 0) {
        keepAlive();
      } else if (handOut(fetch) == 0) {
        poll(waitFor(fetch), true);
        handOut(fetch);
      }
      outlook.look();
    } finally {
      current = null;
    }
    // Never IDLE: poll has waited, and the queue need not wait as well.
    return FetchResult.MORE;
  }

  private int handOut(Fetch<T> fetch) {
    int count = handOut.fill(fetch, assignments.all());
    inHand += count;
    return count;
  }

  /** The queue has no room: shows the group that this consumer lives, and fetches nothing. */
  private void keepAlive() {
    pauses.fetchOnly(assignments.all(), partition -> false);
    poll(Duration.ZERO, false);
  }

  private Duration waitFor(Fetch<T> fetch) {
    if (inHand == 0) {
      return fetch.maxWait();
    }
    Duration wait = BUSY_WAIT;
    if (assignments.all().stream().anyMatch(partition -> partition.backlog() > 0)) {
      wait = blockedWait;
      blockedWait = shorter(blockedWait.multipliedBy(2), BUSY_WAIT);
    }
    return shorter(wait, fetch.maxWait());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private void poll(Duration wait, boolean fetching) {
    if (fetching) {
      pauses.fetchOnly(
          assignments.all(), partition -> partition.backlog() == 0 && handOut.mayGoOn(partition));
    }
    boolean mayBeWoken = inHand == 0 && !wait.isZero();
    boolean waits = !mayBeWoken || gate.open();
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(waits ? wait : Duration.ZERO);
      assignments.polled(records);
      outlook.polled(!records.isEmpty());
    } catch (WakeupException e) {
      // There is something else to do than to wait for records.
    } catch (RuntimeException e) {
      outlook.failed(e);
      throw e;
    } finally {
      if (mayBeWoken) {
        gate.shut();
      }
    }
  }

  @Override
  public void settle(List<Settlement<T>> settlements) {
    blockedWait = BLOCKED_WAIT;
    inHand -= settlements.size();
    int finished = 0;
    for (Settlement<T> settlement : settlements) {
      AssignedPartition partition = partitionOf(settlement);
      if (!settlement.kind().isFinished()) {
        partition.giveBack();
      } else if (partition.finish(settlement.message().offset())) {
        finished++;
      } else {
        meters.resultFenced();
      }
    }
    commits.finished(finished);
  }

  private static AssignedPartition partitionOf(Settlement<?> settlement) {
    if (settlement.message().handle() instanceof AssignedPartition partition) {
      return partition;
    }
    throw new IllegalArgumentException("not a message of this source: " + settlement.message());
  }

  @Override
  public void wakeup() {
    gate.wake(consumer);
  }

  @Override
  public long lag() {
    return outlook.lag();
  }

  @Override
  public void close() {
    // A stop past its deadline interrupts; what is finished is to be committed nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      commits.commitNow(assignments.all(), CLOSE_TIMEOUT);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
      meters.close();
      whenClosed.run();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What a rebalance asks of the queue, while a fetch is under way and when none is. */
  private final class QueueDrain implements Drain {
    @Override
    public void revoke(SourcePartition partition) {
      Fetch<T> fetch = current;
      if (fetch == null) {
        partition.revoke();
      } else {
        fetch.revoke(partition);
      }
    }

    @Override
    public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
      Fetch<T> fetch = current;
      return fetch != null && fetch.awaitSettlements(maxWait);
    }
  }
}
