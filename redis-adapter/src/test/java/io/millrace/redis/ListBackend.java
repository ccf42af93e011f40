package io.millrace.redis;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import redis.clients.jedis.Protocol.Command;

/**
 * Lists, in reliable mode.
 *
 * @param place where Redis is
 * @param ordering what the sources keep
 */
record ListBackend(Consumer<RedisLocation> place, Ordering ordering) implements Backend {
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
    return Duration.ofSeconds(3);
  }

  @Override
  public Destination create() {
    return new ListDestination(this, "contract-" + UUID.randomUUID());
  }

  private record ListDestination(ListBackend backend, String list) implements Destination {
    @Override
    public void publish(List<Message<byte[]>> messages) throws Exception {
      try (Pusher<byte[]> pusher = pusher(list)) {
        pusher.push(messages);
      }
    }

    private Pusher<byte[]> pusher(String to) {
      return RedisListPusher.builder(RedisPayload.bytes())
          .location(backend.place())
          .list(to)
          .build();
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return RedisListSource.builder(RedisPayload.bytes())
          .location(backend.place())
          .lists(list)
          .ordering(backend.ordering())
          .lease(backend.lease())
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
      QueueKeys keys = QueueKeys.of(list);
      RedisLocation location = new RedisLocation();
      backend.place().accept(location);
      List<Message<byte[]>> letters = new ArrayList<>();
      try (RedisServers servers = location.toServers();
          Link link = new Link(servers, keys)) {
        Object all = link.run(Call.of(Command.LRANGE).key(keys.dead()).add(0).add(-1));
        for (Object letter : (List<?>) requireNonNull(all)) {
          Envelope envelope = EnvelopeFormat.read((byte[]) letter);
          letters.add(Message.builder(envelope.payload()).headers(envelope.headers()).build());
        }
      }
      return letters;
    }
  }
}
