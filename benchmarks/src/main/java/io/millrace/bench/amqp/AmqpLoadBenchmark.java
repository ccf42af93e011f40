package io.millrace.bench.amqp;

import io.millrace.bench.load.Rate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages through a broker that somebody else has started, from senders to receivers over
 * loopback: how many a second, and what CPU time of the broker each takes. Everybody shares the
 * machine's cores; what the clients take is told as well.
 */
public final class AmqpLoadBenchmark {
  private final AmqpLoadOptions options;

  private AmqpLoadBenchmark(AmqpLoadOptions options) {
    this.options = options;
  }

  /** See {@link AmqpLoadOptions#USAGE}. */
  public static void main(String... args) throws IOException, InterruptedException {
    AmqpLoadOptions options;
    try {
      options = AmqpLoadOptions.parse(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(AmqpLoadOptions.USAGE);
      System.exit(2);
      return;
    }
    new AmqpLoadBenchmark(options).run();
  }

  private void run() throws IOException, InterruptedException {
    System.out.println(
        "| scenario | bytes | messages/s | broker CPU, us a message | clients' CPU |");
    System.out.println("|---|---|---|---|---|");
    for (Scenario scenario : options.scenarios()) {
      for (int bytes : options.bytes()) {
        measure(scenario, bytes);
      }
    }
  }

  /** Prints the median round. */
  private void measure(Scenario scenario, int bytes) throws IOException, InterruptedException {
    List<Rate> rounds = new ArrayList<>();
    double ownMicros;
    try (AmqpTraffic traffic =
        new AmqpTraffic(options.target(), options.clients(), scenario, bytes)) {
      round(traffic, options.warmUp());
      long received = traffic.received();
      Duration before = ownCpu();
      for (int i = 0; i < options.rounds(); i++) {
        rounds.add(round(traffic, options.time()));
      }
      ownMicros = ownCpu().minus(before).toNanos() / 1e3 / (traffic.received() - received);
      traffic.end();
    }
    Rate rate = Rate.median(rounds);
    System.out.printf(
        "| %s | %d | %,.0f | %.2f | %.2f |%n",
        scenario, bytes, rate.perSecond(), rate.serverMicros(), ownMicros);
  }

  private Rate round(AmqpTraffic traffic, Duration time) throws IOException, InterruptedException {
    return Rate.over(time, traffic::received, options.target().process()::cpu);
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
