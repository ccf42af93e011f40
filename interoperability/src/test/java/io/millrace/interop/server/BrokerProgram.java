package io.millrace.interop.server;

import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.vhost.VirtualHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program of a {@link MillraceProcess}. Arguments: its data directory and its port. */
final class BrokerProgram {
  private static final int MOST_CONNECTIONS = 1_000;

  private BrokerProgram() {}

  /** Runs until the process is told to end, and stops in good order then. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Endpoint amqp = Endpoint.loopback(Integer.parseInt(arguments[1]));
    Path data = Path.of(arguments[0]);
    BrokerSettings settings =
        BrokerSettings.embedded()
            .withDataDirectory(data)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
            .withEndpoints(MOST_CONNECTIONS);
    if (!Files.exists(data)) {
      makeVirtualHosts(settings);
    }
    Broker broker = Broker.start(settings.withAmqp(AmqpSettings.DEFAULT.withEndpoints(amqp)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(broker), "broker-stop"));
    new CountDownLatch(1).await();
  }

  /** Before there are clients, who would not wait for it. */
  private static void makeVirtualHosts(BrokerSettings settings) throws IOException {
    try (Broker broker = Broker.start(settings)) {
      VirtualHosts hosts = broker.virtualHosts();
      for (String each : MillraceProcess.VIRTUAL_HOSTS) {
        hosts.create(each).join();
        hosts.users().permit("guest", each, Permissions.ALL).join();
      }
    }
  }

  private static void close(Broker broker) {
    try {
      broker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
