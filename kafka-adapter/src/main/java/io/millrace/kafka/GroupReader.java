package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.assignment.Assignments;
import io.millrace.kafka.assignment.Commits;
import io.millrace.kafka.departure.Departures;
import io.millrace.kafka.meter.SourceMeters;
import io.millrace.kafka.record.KeyText;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of a {@link KafkaSource} and what it has in hand.
 *
 * <p><b>Threads:</b> the producer's thread of the queue, which is the poll thread; {@link #wakeup}
 * any.
 */
final class GroupReader<T> implements Producer<T> {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaConsumer<String, byte[]> consumer;
  private final SourceMeters meters;
  private final Commits commits;
  private final Assignments assignments;
  private final PartitionPauses pauses;
  private final Departures departures;
  private final DepartureDesk desk;
  private final QueueDrain drain;
  private final @Nullable RetryTopic<T> retryTopic;
  private final HandOut<T> handOut;
  private final PollGate gate = new PollGate();
  private final Outlook outlook;
  private final Runnable whenClosed;

  /**
   * Of a partition with that many polled records in hand no more are fetched. Above nothing, so
   * that the next are on their way while these are handed out.
   */
  private final int enoughBacklog;

  /** Messages handed out and not settled. */
  private int inHand;

  private final PollWait pollWait = new PollWait();

  GroupReader(
      SourceSettings<T> settings,
      Map<String, Object> properties,
      int index,
      Readiness readiness,
      Runnable whenClosed) {
    this.whenClosed = whenClosed;
    enoughBacklog = Math.max(1, ConsumerProperties.maxPollRecords(properties) / 2);
    consumer = new KafkaConsumer<>(properties, new KeyText(), new ByteArrayDeserializer());
    try {
      meters = new SourceMeters(settings.registry(), settings.tags(), index, consumer);
      commits =
          new Commits(
              consumer,
              meters,
              settings
                  .transactions()
                  .map(of -> of.commitsOf(consumer, properties, index))
                  .orElse(null),
              settings.commitInterval(),
              settings.commitDone(),
              settings.metadataLimit());
      departures = new Departures("millrace-kafka-departures-" + index);
      desk = new DepartureDesk(departures, commits, meters);
      drain = new QueueDrain(desk);
      assignments =
          new Assignments(
              consumer,
              commits,
              meters,
              drain,
              settings.revokeBudget(),
              StartAt.LATEST
                  .reset()
                  .equals(properties.get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)));
      pauses = new PartitionPauses(consumer);
      retryTopic =
          settings
              .retryTopic()
              .map(
                  topic ->
                      new RetryTopic<T>(
                          topic, settings.retryPusher(topic), departures, settings.gapLimit()))
              .orElse(null);
      handOut =
          new HandOut<>(
              new Messages<>(settings.payload(), settings.key()),
              new Poison(settings.poison(), departures),
              retryTopic,
              settings.ordering(),
              settings.gapLimit());
      outlook = new Outlook(consumer, assignments, settings.allTopics(), readiness, meters);
      subscribe(settings);
    } catch (RuntimeException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
  }

  private void subscribe(SourceSettings<T> settings) {
    if (settings.topicPattern().isPresent()) {
      consumer.subscribe(settings.allTopicsPattern(), assignments);
    } else {
      consumer.subscribe(settings.allTopics(), assignments);
    }
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) {
    drain.begin(fetch);
    try {
      desk.collect();
      commits.commitIfDue(assignments.all());
      if (fetch.messageLimit() == 0) {
        keepAlive();
      } else if (handOut(fetch) == 0) {
        if (retryTopic != null) {
          retryTopic.relieve(fetch, assignments.all());
        }
        waitForRecords(fetch);
      }
      outlook.look(departures.trouble().orElse(null));
    } finally {
      drain.end();
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

  private void waitForRecords(Fetch<T> fetch) {
    boolean busy = inHand + departures.underWay() > 0;
    Duration wait = pollWait.next(fetch.maxWait(), busy, assignments.all());
    boolean isPollable = PollWait.isPollable(wait);
    poll(isPollable ? wait : Duration.ZERO, true);
    if (handOut(fetch) == 0 && !isPollable) {
      PollWait.park(wait);
    }
  }

  private void poll(Duration wait, boolean fetching) {
    if (fetching) {
      pauses.fetchOnly(
          assignments.all(),
          partition -> partition.halted() == null && partition.backlog() < enoughBacklog);
    }
    // Nothing in hand: then who wants to wake it does not want to settle, but to stop.
    boolean mayBeWoken = inHand == 0 && !wait.isZero();
    boolean waits = !mayBeWoken || gate.open();
    try {
      ConsumerRecords<String, byte[]> records = consumer.poll(waits ? wait : Duration.ZERO);
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
    pollWait.settled(settlements.size());
    inHand -= settlements.size();
    FinishedRuns runs = new FinishedRuns();
    for (Settlement<T> settlement : settlements) {
      Message<T> message = settlement.message();
      AssignedPartition partition = Messages.partitionOf(message);
      if (settlement.kind().isFinished()) {
        runs.add(partition, message.offset());
      } else if (retryTopic != null && partition.wasAskedBack(message.offset())) {
        retryTopic.send(settlement, partition);
      } else {
        partition.giveBack();
      }
    }
    runs.end();
    commits.finished(runs.finished());
    meters.resultsFenced(runs.fenced());
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
  public void close() throws Exception {
    // A stop past its deadline interrupts; what is finished is to be committed nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      desk.collectAll(CLOSE_TIMEOUT);
      assignments.commitToLeave(CLOSE_TIMEOUT);
    } finally {
      release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void release() throws Exception {
    departures.close();
    try {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    } finally {
      commits.close();
      meters.close();
      whenClosed.run();
      if (retryTopic != null) {
        retryTopic.close();
      }
    }
  }
}
