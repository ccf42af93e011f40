package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.persistent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.redis.RedisSettings;
import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.redis.RedisServerBuilder;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Redis server that syncs before it answers. */
class RedisStoreContractTest extends RemoteStoreContract {
  private final RedisServer redis = server().build();

  RedisServerBuilder server() {
    return RedisServer.builder().durable();
  }

  RedisSettings at(RedisServer server) {
    return RedisSettings.at(server.host(), server.port());
  }

  @BeforeAll
  void startServer() {
    redis.start();
  }

  @AfterAll
  void stopServer() {
    redis.close();
  }

  @Override
  StoreSite site() {
    return new RedisSite(at(redis).withKeyPrefix(UUID.randomUUID().toString()));
  }

  @Override
  void interrupt() {
    redis.kill();
  }

  @Override
  void resume() {
    redis.start();
  }

  @Test
  void aServerThatOnlySleepsCostsNothing() throws IOException {
    declare("q");
    publish("q", bodies(0, 10));
    TestPublisher publisher = broker.publisher();
    redis.pause();
    try {
      publisher.publish(persistent("", "q", "m10"));
      publisher.flush();
      await().until(() -> broker.facts("q").ready() == 11);
    } finally {
      redis.resume();
    }
    publisher.awaitAll();

    after(End.DEATH);

    assertThat(broker.consume("q", 20).bodies(11)).containsExactly(bodies(0, 11));
  }
}
