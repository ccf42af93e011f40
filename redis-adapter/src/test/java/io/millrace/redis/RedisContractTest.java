package io.millrace.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.redis.envelope.EnvelopeFormat;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import io.millrace.testkit.QueueContract;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** One reader at a time, which keeps the order of each key. */
@ExtendWith(RedisExtension.class)
class RedisContractTest extends QueueContract {
  private final RedisServer redis;

  RedisContractTest(RedisServer redis) {
    this.redis = redis;
  }

  @Override
  protected Backend backend() {
    return new ListBackend(redis, Ordering.KEY);
  }

  record ListBackend(RedisServer redis, Ordering ordering) implements Backend {
    @Override
    public Features features() {
      return ordering == Ordering.NONE
          ? Features.of(
              Feature.REDELIVERY,
              Feature.ATTEMPTS,
              Feature.PAUSE,
              Feature.LEASE,
              Feature.DEAD_LETTERS)
          : Features.of(
              Feature.ORDER_PER_KEY,
              Feature.REDELIVERY,
              Feature.ATTEMPTS,
              Feature.PAUSE,
              Feature.LEASE,
              Feature.DEAD_LETTERS);
    }

    @Override
    public Duration lease() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Destination create() {
      return new ListDestination(redis, "contract-" + UUID.randomUUID(), ordering, lease());
    }
  }

  record ListDestination(RedisServer redis, String list, Ordering ordering, Duration lease)
      implements Destination {
    @Override
    public void publish(List<Message<byte[]>> messages) throws Exception {
      try (Pusher<byte[]> pusher = pusher(list)) {
        pusher.push(messages);
      }
    }

    private Pusher<byte[]> pusher(String to) {
      return RedisListPusher.builder(RedisPayload.bytes()).address(redis.uri()).list(to).build();
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return RedisListSource.builder(RedisPayload.bytes())
          .address(redis.uri())
          .lists(list)
          .ordering(ordering)
          .lease(lease)
          .build();
    }

    @Override
    public void abandon(Producer<byte[]> producer) {
      ((ClaimingReader<byte[]>) producer).abandon();
    }

    @Override
    public Pusher<byte[]> deadLetters() {
      return pusher(QueueKeys.of(list).dead());
    }

    @Override
    public List<Message<byte[]>> readDeadLetters() throws Exception {
      List<Message<byte[]>> letters = new ArrayList<>();
      try (Jedis jedis = new Jedis(redis.host(), redis.port())) {
        for (byte[] letter : jedis.lrange(QueueKeys.of(list).dead().getBytes(UTF_8), 0, -1)) {
          var envelope = EnvelopeFormat.read(letter);
          letters.add(Message.builder(envelope.payload()).headers(envelope.headers()).build());
        }
      }
      return letters;
    }
  }
}
