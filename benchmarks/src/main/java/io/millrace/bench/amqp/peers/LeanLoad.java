package io.millrace.bench.amqp.peers;

import io.millrace.bench.amqp.AmqpTraffic;
import io.millrace.bench.amqp.Clients;
import io.millrace.bench.amqp.Scenario;
import io.millrace.bench.amqp.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The load generator that does no more than it must, in this JVM. */
record LeanLoad(Clients clients) implements Load {
  @Override
  public String name() {
    return "lean";
  }

  @Override
  public List<String> scenarios() {
    return Stream.of(Scenario.values()).map(Scenario::toString).toList();
  }

  @Override
  public Figures run(Server server, String scenario, int bytes, Duration warmUp, Duration time)
      throws IOException, InterruptedException {
    Scenario meant = Scenario.parse(scenario);
    try (AmqpTraffic traffic = new AmqpTraffic(server.target(), clients, meant, bytes)) {
      TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
      Stretch stretch = Stretch.begin(server.process());
      long sent = traffic.sent();
      long received = traffic.received();
      long begin = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      double seconds = (System.nanoTime() - begin) / 1e9;
      double sentMeanwhile = traffic.sent() - sent;
      double receivedMeanwhile = traffic.received() - received;
      Figures figures = stretch.end(sentMeanwhile, receivedMeanwhile, seconds);
      traffic.end();
      return figures;
    }
  }
}
