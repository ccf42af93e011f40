package io.millrace.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ConditionFactory;

/** A topic, the group that works it off, and who watches both. */
final class ChaosRun implements AutoCloseable {
  static final int PARTITIONS = 12;
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);
  static final Duration HANDLING = Duration.ofMillis(2);

  private static final String HEARTBEAT_MILLIS = "500";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaBroker broker;
  private final String topic = "chaos-" + UUID.randomUUID();
  private final Path file;
  private final EventFile events;
  private final Admin admin;
  private final CommitWatch watch;

  /** The broker need not run yet, nor does this make the topic. */
  ChaosRun(KafkaBroker broker, Path directory) {
    this.broker = broker;
    file = directory.resolve("events");
    events = new EventFile(file);
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers()));
    watch = new CommitWatch(admin, topic, topic, events);
  }

  static ChaosRun withTopic(KafkaBroker broker, Path directory) {
    ChaosRun run = new ChaosRun(broker, directory);
    run.createTopic();
    return run;
  }

  void createTopic() {
    broker.createTopic(topic, PARTITIONS);
  }

  private String servers() {
    return broker.bootstrapServers();
  }

  String topic() {
    return topic;
  }

  Admin admin() {
    return admin;
  }

  CommitWatch watch() {
    return watch;
  }

  WorkerSettings worker(String name) {
    return worker(name, GroupProtocol.CLASSIC);
  }

  WorkerSettings worker(String name, GroupProtocol protocol) {
    WorkerSettings settings =
        new WorkerSettings(
            name,
            topic,
            file,
            HANDLING,
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers(),
                ConsumerConfig.GROUP_ID_CONFIG,
                topic,
                ConsumerConfig.CLIENT_ID_CONFIG,
                name,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                protocol.property()));
    return switch (protocol) {
      case CLASSIC ->
          settings
              .with(
                  ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                  Long.toString(SESSION_TIMEOUT.toMillis()))
              .with(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
      case CONSUMER -> settings; // the broker has these, see setSession
    };
  }

  /** Sets what members of {@link GroupProtocol#CONSUMER} are told by the broker. */
  void setSession() throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.GROUP, topic),
                List.of(
                    set("consumer.session.timeout.ms", Long.toString(SESSION_TIMEOUT.toMillis())),
                    set("consumer.heartbeat.interval.ms", HEARTBEAT_MILLIS))))
        .all()
        .get();
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  Load load(int perSecond) {
    return load(perSecond, Integer.MAX_VALUE);
  }

  /** A load in which each so many-th value is no payload. */
  Load load(int perSecond, int poisonEvery) {
    return new Load(servers(), topic, perSecond, poisonEvery, events);
  }

  /**
   * Notes that a worker is gone, killed or cut off; to be called at once, before the group gives
   * its partitions to others.
   */
  void crashed(String worker) throws Exception {
    watch.look();
    events.accept(new LogEvent.Crashed(worker));
  }

  /**
   * Waits until the group has given partitions to a worker, and is at rest: during a rebalance of
   * the classic protocol the broker tells of no assignments.
   */
  void awaitMember(String worker) {
    patiently().ignoreExceptions().until(() -> !partitionsOf(worker).isEmpty());
  }

  /** Waits until a worker has begun with a record of each of the partitions that it has. */
  void awaitBegun(String worker) {
    patiently()
        .ignoreExceptions()
        .until(
            () -> {
              Set<Integer> given = partitionsOf(worker);
              return !given.isEmpty() && begunBy(worker).containsAll(given);
            });
  }

  private Set<Integer> partitionsOf(String worker) throws Exception {
    return admin.describeConsumerGroups(List.of(topic)).all().get().get(topic).members().stream()
        .filter(member -> member.clientId().equals(worker))
        .flatMap(member -> member.assignment().topicPartitions().stream())
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  private Set<Integer> begunBy(String worker) {
    return EventFile.read(file).stream()
        .filter(LogEvent.Begun.class::isInstance)
        .map(LogEvent.Begun.class::cast)
        .filter(begun -> begun.worker().startsWith(worker + "#"))
        .map(LogEvent.Begun::partition)
        .collect(Collectors.toSet());
  }

  static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
  }

  /** Waits until the group has committed {@code records} records, counted over the partitions. */
  void awaitCommitted(long records) {
    patiently().ignoreExceptions().until(() -> committed() >= records);
  }

  /** Waits until the group has committed so many more than it has now. */
  void awaitMoreCommitted(long records) throws Exception {
    awaitCommitted(committed() + records);
  }

  private long committed() throws Exception {
    return watch.look().values().stream()
        .mapToLong(commit -> commit == null ? 0 : commit.offset())
        .sum();
  }

  /** Time itself is the condition here: how long the load goes on before the next blow. */
  static void pause(Duration duration) {
    patiently().pollDelay(duration).until(() -> true);
  }

  /** Waits until everything in the topic is committed. */
  void awaitTheEnd() {
    patiently().ignoreExceptions().until(watch::isAtTheEnd);
  }

  /** Judges what has happened; everything must have been committed, which stays so. */
  Verdict judge() throws Exception {
    assertThat(watch.isAtTheEnd()).as("everything is committed").isTrue();
    watch.close();
    return ChaosCheck.judge(EventFile.read(file));
  }

  @Override
  public void close() throws InterruptedException, IOException {
    watch.close();
    admin.close(Duration.ZERO);
    events.close();
  }
}
