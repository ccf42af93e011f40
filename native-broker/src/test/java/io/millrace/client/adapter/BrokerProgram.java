package io.millrace.client.adapter;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.redis.RedisAddress;
import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The program that a {@link RemoteBroker} runs. Arguments: {@link #FILES} and a data directory, or
 * {@link #REDIS} and where a server is; then its port.
 */
final class BrokerProgram {
  static final String FILES = "files";
  static final String REDIS = "redis";

  private BrokerProgram() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BrokerSettings settings =
        stored(arguments[0], arguments[1])
            .withEndpoints(1_000, Endpoint.loopback(Integer.parseInt(arguments[2])))
            .withMoonmq(ContractRules.unordered(MoonmqSettings.DEFAULT));
    try (Broker broker = Broker.start(settings)) {
      System.out.println("listens on " + broker.endpoints());
      new CountDownLatch(1).await();
    }
  }

  private static BrokerSettings stored(String how, String where) {
    return switch (how) {
      case FILES ->
          BrokerSettings.embedded()
              .withDataDirectory(Path.of(where))
              .withStore(StoreOptions.DEFAULTS.withLowestFree(0));
      case REDIS ->
          BrokerSettings.embedded().withRedis(RedisSettings.at(List.of(RedisAddress.parse(where))));
      default -> throw new IllegalArgumentException("no store: " + how);
    };
  }
}
