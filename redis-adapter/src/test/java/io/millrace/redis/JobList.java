package io.millrace.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queue.Consumer;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.Settlement;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;

/** A list of its own, and what the sources that read it counted. */
final class JobList implements AutoCloseable {
  static final Duration LEASE = Duration.ofMillis(600);

  private final RedisServer server;
  private final String name = "jobs-" + UUID.randomUUID();
  private final Jedis jedis;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Collection<String> handled = new ConcurrentLinkedQueue<>();

  JobList(RedisServer server) {
    this.server = server;
    jedis = new Jedis(server.host(), server.port());
  }

  String name() {
    return name;
  }

  QueueKeys keys() {
    return QueueKeys.of(name);
  }

  /** Another client, which knows nothing of us. */
  Jedis jedis() {
    return jedis;
  }

  /** Pushes {@code m0} and so on as any client does. */
  void push(int count) {
    jedis.lpush(name, IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new));
  }

  RedisListSourceBuilder<String> source() {
    return RedisListSource.builder(RedisPayload.text())
        .address(server.uri())
        .lists(name)
        .lease(LEASE)
        .meters(meters, List.of());
  }

  QueueBuilder<String> queue(RedisListSource<String> source, Consumer<String> handler) {
    return Queue.<String>builder("jobs")
        .producers(1, source)
        .consumers(ConsumerFactory.shared(handler));
  }

  /** A handler that is done at once. */
  Outcome handle(Message<String> message) {
    handled.add(message.payload());
    return Outcome.ack();
  }

  /** What {@link #handle} was given, in its order. */
  Collection<String> handled() {
    return handled;
  }

  static <T> void giveBack(Producer<T> producer, List<Message<T>> messages) throws Exception {
    producer.settle(
        messages.stream()
            .map(message -> new Settlement<>(message, Settlement.Kind.RETURNED))
            .toList());
  }

  double counted(String meter) {
    return meters.counter(meter).count();
  }

  /** All keys that the queue has in Redis. */
  List<String> traces() {
    return jedis.keys("*" + name + "*").stream().sorted().toList();
  }

  @Override
  public void close() {
    jedis.close();
  }
}
