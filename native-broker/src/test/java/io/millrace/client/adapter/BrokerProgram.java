package io.millrace.client.adapter;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program that a {@link RemoteBroker} runs. Arguments: its data directory and its port. */
final class BrokerProgram {
  private BrokerProgram() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BrokerSettings settings =
        BrokerSettings.embedded()
            .withDataDirectory(Path.of(arguments[0]))
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
            .withEndpoints(1_000, Endpoint.loopback(Integer.parseInt(arguments[1])))
            .withMoonmq(ContractRules.unordered(MoonmqSettings.DEFAULT));
    try (Broker broker = Broker.start(settings)) {
      System.out.println("listens on " + broker.endpoints());
      new CountDownLatch(1).await();
    }
  }
}
