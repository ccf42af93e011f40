package io.millrace.bench.moonmq;

import io.millrace.broker.redis.RedisAddress;
import io.millrace.broker.redis.RedisSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A broker as a program of its own: prints its port, then for each byte that it is given how much
 * of its heap is in use, and ends with its input.
 */
final class BrokerProgram {
  private BrokerProgram() {}

  /**
   * @param args the durability and, if messages are stored, the directory for them or the address
   *     of a Redis server
   */
  public static void main(String... args) throws IOException {
    Durability durability = Durability.parse(args[0]);
    BrokerSettings settings = BrokerSettings.embedded();
    if (durability.isInFiles()) {
      settings =
          settings
              .withDataDirectory(Path.of(args[1]))
              .withStore(StoreOptions.DEFAULTS.withSync(durability.sync()));
    } else if (durability.redisSync().isPresent()) {
      settings = settings.withRedis(RedisSettings.at(List.of(RedisAddress.parse(args[1]))));
    }
    try (Broker broker = Broker.start(settings)) {
      InetSocketAddress address = (InetSocketAddress) broker.endpoints().get(0).address();
      System.out.println(Server.PORT + address.getPort());
      while (System.in.read() >= 0) {
        System.out.println(Server.HEAP + usedHeap());
      }
    }
  }

  /** In bytes, without what could be collected. */
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
