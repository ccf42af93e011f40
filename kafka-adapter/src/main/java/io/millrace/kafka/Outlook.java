package io.millrace.kafka;

import io.millrace.kafka.assignment.AssignedPartition;
import io.millrace.kafka.assignment.Assignments;
import io.millrace.kafka.meter.SourceMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time at how things stand: lag, gaps, whether brokers answer, which topics are
 * missing.
 *
 * <p><b>Threads:</b> the poll thread's.
 */
final class Outlook {
  private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
  private static final long TOPICS_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(1);

  private final Consumer<?, ?> consumer;
  private final Assignments assignments;
  private final List<String> topics;
  private final Readiness readiness;
  private final SourceMeters meters;
  private final @Nullable Metric bytesHeard;

  private long nextLookNanos = System.nanoTime();
  private long nextTopicsNanos = System.nanoTime();
  private long lag = -1;

  /**
   * @param topics those that must exist
   */
  Outlook(
      Consumer<?, ?> consumer,
      Assignments assignments,
      List<String> topics,
      Readiness readiness,
      SourceMeters meters) {
    this.consumer = consumer;
    this.assignments = assignments;
    this.topics = topics;
    this.readiness = readiness;
    this.meters = meters;
    this.bytesHeard =
        consumer.metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals("incoming-byte-total"))
            .filter(metric -> metric.metricName().group().equals("consumer-metrics"))
            .map(Metric.class::cast)
            .findFirst()
            .orElse(null);
  }

  void polled(boolean broughtRecords) {
    readiness.polled(broughtRecords);
  }

  void failed(Exception failure) {
    readiness.failed(failure);
  }

  /** How many records there are behind those handed out, as far as the consumer has heard. */
  long lag() {
    return lag;
  }

  /**
   * @param trouble what else keeps the source from its work, in words; null for nothing
   */
  void look(@Nullable String trouble) {
    long now = System.nanoTime();
    if (now - nextLookNanos < 0) {
      return;
    }
    nextLookNanos = now + LOOK_NANOS;
    if (bytesHeard != null && bytesHeard.metricValue() instanceof Double bytes) {
      readiness.heard(bytes);
    }
    readiness.joined(assignments.hasJoined());
    readiness.troubled(trouble);
    lookAtPartitions();
    if (now - nextTopicsNanos >= 0 && readiness.isHeard()) {
      nextTopicsNanos = now + TOPICS_NANOS;
      lookForTopics();
    }
  }

  private void lookAtPartitions() {
    long behind = 0;
    long unfinished = 0;
    long oldestMillis = Long.MAX_VALUE;
    long widestGap = 0;
    long nowMillis = System.currentTimeMillis();
    String halted = null;
    for (AssignedPartition partition : assignments.all()) {
      long inLog = consumer.currentLag(partition.id()).orElse(0);
      behind += partition.backlog() + inLog;
      unfinished += partition.unfinished() + inLog;
      long oldest = partition.oldestUnfinishedMillis(inLog > 0, nowMillis);
      if (oldest > 0) {
        oldestMillis = Math.min(oldestMillis, oldest);
      }
      widestGap = Math.max(widestGap, partition.gap());
      if (halted == null) {
        halted = partition.halted();
      }
    }
    lag = assignments.hasJoined() ? behind : -1;
    meters.gap(widestGap);
    if (assignments.hasJoined()) {
      meters.lag(unfinished, oldestMillis);
    }
    readiness.halted(halted);
  }

  /** Asks a broker only for topics that the consumer has not heard of. */
  private void lookForTopics() {
    List<String> missing = new ArrayList<>();
    for (String topic : topics) {
      try {
        if (consumer.partitionsFor(topic, TOPICS_TIMEOUT).isEmpty()) {
          missing.add(topic);
        }
      } catch (KafkaException e) {
        readiness.failed(e);
      }
    }
    readiness.missing(
        missing.isEmpty() ? null : "topic " + String.join(", ", missing) + " does not exist");
  }
}
