package io.millrace.bench.amqp.peers;

import io.millrace.bench.amqp.server.Artifacts;
import io.millrace.bench.amqp.server.Server;
import io.millrace.testkit.server.LoopbackPorts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** RabbitMQ's own load tool, as it is published, a process for each load. */
final class PerfTestLoad implements Load {
  private static final int INTERVAL_SECONDS = 1;

  /** A report comes a little before or after its second. */
  private static final double EARLY_SECONDS = 0.2;

  /** For its start, and for a broker that is slow to let it begin. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "PerfTest";
  }

  @Override
  public List<String> scenarios() {
    return Stream.of(PerfTestScenario.values()).map(PerfTestScenario::toString).toList();
  }

  @Override
  public Figures run(Server server, String scenario, int bytes, Duration warmUp, Duration time)
      throws IOException {
    PerfTestScenario meant = PerfTestScenario.parse(scenario);
    Duration within = warmUp.plus(time).plus(PATIENCE);
    try (Topology.Declared topology = meant.topology().declare(server.target())) {
      List<String> command = new ArrayList<>(common(server, bytes, within));
      command.addAll(meant.arguments());
      command.addAll(topology.arguments());
      try (PerfTestProcess perfTest = new PerfTestProcess(command, within)) {
        return measure(perfTest, server, seconds(warmUp), seconds(time));
      }
    }
  }

  private static List<String> common(Server server, int bytes, Duration within) throws IOException {
    List<String> command = Artifacts.command("perf-test", "com.rabbitmq.perf.PerfTest");
    command.addAll(
        List.of(
            "--uri",
            "amqp://guest:guest@%s:%d"
                .formatted(LoopbackPorts.HOST, server.target().address().getPort()),
            "--interval",
            Integer.toString(INTERVAL_SECONDS),
            "--size",
            Integer.toString(bytes),
            "--time",
            Long.toString(within.toSeconds())));
    return command;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static Figures measure(
      PerfTestProcess perfTest, Server server, double warmUp, double time) throws IOException {
    PerfTestReport report = perfTest.next();
    while (report.seconds() < warmUp - EARLY_SECONDS) {
      report = perfTest.next();
    }
    Stretch stretch = Stretch.begin(server.process());
    double begin = report.seconds();
    PerfTestCount count = new PerfTestCount(report);
    while (report.seconds() - begin < time - EARLY_SECONDS) {
      report = perfTest.next();
      count.add(report);
    }
    return stretch.end(count.sent(), count.received(), report.seconds() - begin);
  }
}
