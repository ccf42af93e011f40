package io.millrace.redis.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import redis.clients.jedis.Jedis;

/** A list, the workers that work it off, and what happens to them. */
final class ChaosRun implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(2);
  static final Duration HANDLING = Duration.ofMillis(2);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** About so many bytes of events stand for a job: it is pushed, begins and ends. */
  private static final int BYTES_A_JOB = 60;

  private final Place place;
  private final Supplier<RedisServer> holder;
  private final String list;
  private final Path file;
  private final EventFile events;
  private final Set<Long> unanswered = new HashSet<>();
  private final List<Set<Long>> exposures = new ArrayList<>();

  /**
   * @param holder who has the list now
   */
  ChaosRun(Place place, Supplier<RedisServer> holder, String list, Path directory) {
    this.place = place;
    this.holder = holder;
    this.list = list;
    file = directory.resolve("events");
    events = new EventFile(file);
  }

  static ChaosRun on(RedisServer server, Path directory) {
    return new ChaosRun(
        Place.server(server.host(), server.port()), () -> server, freshName(), directory);
  }

  static String freshName() {
    return "chaos-" + UUID.randomUUID();
  }

  QueueKeys keys() {
    return QueueKeys.of(list);
  }

  WorkerSettings worker(String name) {
    return new WorkerSettings(name, list, place, file, HANDLING, LEASE);
  }

  Load load(int perSecond) {
    return new Load(location().toServers(), list, perSecond, false, events);
  }

  /** A load whose jobs count once a replica has them. */
  Load replicatedLoad(int perSecond) {
    return new Load(location().toServers(), list, perSecond, true, events);
  }

  private RedisLocation location() {
    RedisLocation location = new RedisLocation();
    place.applyTo(location);
    return location;
  }

  /** Ends a load and remembers what that does not know. */
  void end(Load load) throws InterruptedException {
    load.close();
    unanswered.addAll(load.unanswered());
  }

  /** Waits until a process has something in hand. */
  void awaitClaimsOf(WorkerProcess worker) {
    patiently().until(() -> !claimsOf(worker).isEmpty());
  }

  /** Notes what a process has claimed that was just killed or stopped. */
  void crashed(WorkerProcess worker) {
    exposures.add(claimsOf(worker));
  }

  private Set<Long> claimsOf(WorkerProcess worker) {
    Set<Long> ids = new HashSet<>();
    RedisServer server = holder.get();
    try (Jedis jedis = new Jedis(server.host(), server.port())) {
      for (String key : jedis.keys("*claims:*-" + worker.processId() + "-*")) {
        if (!key.contains(list)) {
          continue;
        }
        for (byte[] element : jedis.hvals(key.getBytes(StandardCharsets.UTF_8))) {
          // Whatever stands before it: a job's payload is at the end.
          ids.add(ByteBuffer.wrap(element, element.length - Job.SIZE, Long.BYTES).getLong());
        }
      }
    }
    return ids;
  }

  static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  /** Waits until about so many jobs more have been handled. */
  void awaitMore(int jobs) throws IOException {
    long before = Files.size(file);
    patiently().until(() -> Files.size(file) > before + (long) jobs * BYTES_A_JOB);
  }

  /** How many times a job was done so far. */
  long done() {
    return EventFile.read(file).stream()
        .filter(event -> event instanceof LogEvent.Ended ended && ended.end() == LogEvent.End.DONE)
        .count();
  }

  /** Time itself is the condition here: how long the load goes on before the next blow. */
  static void pause(Duration duration) {
    patiently().pollDelay(duration).until(() -> true);
  }

  /** Waits until nothing of the list is left, neither waiting nor claimed. */
  void awaitTheEnd() {
    patiently().ignoreExceptions().untilAsserted(() -> assertThat(left()).isEmpty());
  }

  private List<String> left() {
    return holder
        .get()
        .command("KEYS", "*")
        .lines()
        .filter(key -> key.contains(list))
        .filter(key -> !key.equals(keys().reaper()) && !key.equals(keys().mover()))
        .toList();
  }

  /** Judges what has happened. */
  Verdict judge() {
    return ChaosCheck.judge(EventFile.read(file), unanswered, exposures);
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
