package io.millrace.broker.vhost;

import io.millrace.broker.redis.RedisSettings;
import io.millrace.testkit.redis.RedisServer;
import io.millrace.testkit.redis.RedisServerBuilder;

/** A Redis server that lets in only those with a password, over TLS. */
class RedisTlsStoreContractTest extends RedisStoreContractTest {
  @Override
  RedisServerBuilder server() {
    return super.server().tls().usersOnly().user("mill", "grind", "~* +@all");
  }

  @Override
  RedisSettings at(RedisServer server) {
    return RedisSettings.at(server.host(), server.tlsPort())
        .withUser("mill", "grind")
        .withTls(server.tlsContext());
  }
}
