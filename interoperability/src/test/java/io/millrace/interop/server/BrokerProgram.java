package io.millrace.interop.server;

import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program of a {@link MillraceProcess}. Arguments: its data directory and its port. */
final class BrokerProgram {
  private static final int MOST_CONNECTIONS = 1_000;

  private BrokerProgram() {}

  /** Runs until the process is told to end, and stops in good order then. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Endpoint amqp = Endpoint.loopback(Integer.parseInt(arguments[1]));
    Broker broker =
        Broker.start(
            BrokerSettings.embedded()
                .withDataDirectory(Path.of(arguments[0]))
                .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
                .withEndpoints(MOST_CONNECTIONS)
                .withAmqp(AmqpSettings.DEFAULT.withEndpoints(amqp)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(broker), "broker-stop"));
    new CountDownLatch(1).await();
  }

  private static void close(Broker broker) {
    try {
      broker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
