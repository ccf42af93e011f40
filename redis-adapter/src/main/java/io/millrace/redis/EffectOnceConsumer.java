package io.millrace.redis;

import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.redis.claim.Claim;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;

/** Asks whether the outcome of a message is stored before it handles it. One worker's. */
final class EffectOnceConsumer<T> implements Consumer<T> {
  private final RedisServers servers;
  private final Duration keep;
  private final Effect<T> effect;

  /** One for each list that messages came from. */
  private final Map<QueueKeys, Link> links = new HashMap<>();

  EffectOnceConsumer(RedisServers servers, Duration keep, Effect<T> effect) {
    this.servers = servers;
    this.keep = keep;
    this.effect = effect;
  }

  @Override
  public Outcome consume(Message<T> message) throws Exception {
    Optional<String> id = message.headers().get(RedisHeaders.ID);
    if (id.isEmpty()) {
      effect.perform(message);
      return Outcome.ack();
    }
    Claim claim = ClaimingReader.claimOf(message);
    QueueKeys keys = claim.owner().keys();
    Object stored =
        links
            .computeIfAbsent(keys, each -> new Link(servers, each))
            .run(Call.of(Command.GET).key(keys.outcome(id.get())));
    if (stored instanceof byte[] outcome) {
      effect.replay(message, outcome);
    } else {
      claim.keep(id.get(), effect.perform(message), keep);
    }
    return Outcome.ack();
  }

  @Override
  public void close() {
    links.values().forEach(Link::close);
  }
}
