package io.millrace.kafka.chaos;

import io.millrace.kafka.offset.CommitMetadata;
import io.millrace.queue.settle.OffsetRange;
import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads over and over what a group has committed, as the broker tells it, and notes what changed:
 * offsets and what their metadata says is finished beyond.
 */
final class CommitWatch implements AutoCloseable {
  private static final long PAUSE_NANOS = 50_000_000;

  private final Admin admin;
  private final String topic;
  private final String group;
  private final EventFile events;
  private final Map<TopicPartition, OffsetAndMetadata> seen = new HashMap<>();
  private final Thread thread = new Thread(this::run, "commit-watch");
  private volatile boolean closing;

  CommitWatch(Admin admin, String topic, String group, EventFile events) {
    this.admin = admin;
    this.topic = topic;
    this.group = group;
    this.events = events;
    thread.start();
  }

  private void run() {
    while (!closing) {
      try {
        look();
      } catch (ExecutionException | TimeoutException e) {
        // The broker is away, or the group is not there yet: look again.
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Reads and notes once; everything committed before the call is noted after it. */
  synchronized Map<TopicPartition, OffsetAndMetadata> look()
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> now =
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    now.forEach(
        (id, commit) -> {
          if (commit != null && !commit.equals(seen.put(id, commit))) {
            events.accept(new LogEvent.Committed(id.partition(), commit.offset(), beyond(commit)));
          }
        });
    return now;
  }

  private static NavigableSet<Long> beyond(OffsetAndMetadata commit) {
    NavigableSet<Long> offsets = new TreeSet<>();
    for (OffsetRange range : CommitMetadata.read(commit.offset(), commit.metadata())) {
      LongStream.range(range.start(), range.end()).forEach(offsets::add);
    }
    return offsets;
  }

  /** Whether the group has committed all there is. */
  boolean isAtTheEnd() throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed = look();
    return ends().entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata commit = committed.get(end.getKey());
              return end.getValue().offset() == (commit == null ? 0 : commit.offset());
            });
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends()
      throws ExecutionException, TimeoutException, InterruptedException {
    int partitions =
        answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().size();
    Map<TopicPartition, OffsetSpec> latest =
        LongStream.range(0, partitions)
            .boxed()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition.intValue()),
                    partition -> OffsetSpec.latest()));
    return answer(admin.listOffsets(latest).all());
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join();
  }
}
