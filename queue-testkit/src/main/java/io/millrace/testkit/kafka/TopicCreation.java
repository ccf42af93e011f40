package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics at a broker, and waits until they can be used. */
record TopicCreation(String bootstrapServers) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final short ONE_REPLICA = 1;

  static Map<String, Object> settings(String bootstrapServers) {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }

  void create(String name, int partitions) {
    try (Admin admin = Admin.create(hasty())) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, ONE_REPLICA)))
          .all()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      awaitLeaders(admin, name, partitions);
      awaitOffsets(admin, name, partitions);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("topic " + name + " cannot be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topic " + name + " was made", e);
    }
  }

  private Map<String, Object> hasty() {
    Map<String, Object> settings = new HashMap<>(settings(bootstrapServers));
    settings.put(AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    settings.put(AdminClientConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 50);
    return settings;
  }

  private static void awaitLeaders(Admin admin, String name, int partitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!hasLeaders(admin, name, partitions)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("no leaders within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }

  private static boolean hasLeaders(Admin admin, String name, int partitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return admin
              .describeTopics(List.of(name))
              .allTopicNames()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .values()
              .stream()
              .flatMap(topic -> topic.partitions().stream())
              .filter(partition -> partition.leader() != null)
              .count()
          == partitions;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /*
   * A broker announces the leaders of a topic before it has made the partitions, and until then refuses what is written.
   * Only partitions that are there tell their offsets; the client asks again until all of them do.
   */
  private static void awaitOffsets(Admin admin, String name, int partitions)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, partitions)
            .boxed()
            .collect(Collectors.toMap(i -> new TopicPartition(name, i), i -> OffsetSpec.latest()));
    admin.listOffsets(ends).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
