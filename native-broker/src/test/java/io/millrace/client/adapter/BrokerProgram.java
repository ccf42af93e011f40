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
 * The program that a {@link RemoteBroker} runs. Arguments: a data directory, its port, and where a
 * Redis server is, if that is to have the data instead.
 */
final class BrokerProgram {
  private BrokerProgram() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BrokerSettings settings =
        stored(arguments)
            .withEndpoints(1_000, Endpoint.loopback(Integer.parseInt(arguments[1])))
            .withMoonmq(ContractRules.unordered(MoonmqSettings.DEFAULT));
    try (Broker broker = Broker.start(settings)) {
      System.out.println("listens on " + broker.endpoints());
      new CountDownLatch(1).await();
    }
  }

  private static BrokerSettings stored(String... arguments) {
    BrokerSettings settings = BrokerSettings.embedded();
    return arguments.length > 2
        ? settings.withRedis(RedisSettings.at(List.of(RedisAddress.parse(arguments[2]))))
        : settings
            .withDataDirectory(Path.of(arguments[0]))
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0));
  }
}
