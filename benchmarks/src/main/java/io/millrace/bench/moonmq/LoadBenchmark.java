package io.millrace.bench.moonmq;

import io.millrace.bench.load.Rate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Messages through a broker that is a process of its own, from senders to receivers that ack each,
 * over loopback: how many a second, what CPU time of the broker each takes, and at a steady rate
 * how old they are when they arrive. Everybody shares the machine's cores.
 */
public final class LoadBenchmark {
  private final LoadOptions options;

  private LoadBenchmark(LoadOptions options) {
    this.options = options;
  }

  /** See {@link LoadOptions#USAGE}. */
  public static void main(String... args) throws IOException, InterruptedException {
    LoadOptions options;
    try {
      options = LoadOptions.parse(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(LoadOptions.USAGE);
      System.exit(2);
      return;
    }
    new LoadBenchmark(options).run();
  }

  private void run() throws IOException, InterruptedException {
    System.out.println("| sync | bytes | shape | messages/s | broker CPU, us a message |");
    System.out.println("|---|---|---|---|---|");
    for (Durability durability : options.durabilities()) {
      for (int bytes : options.bytes()) {
        for (Shape shape : options.shapes()) {
          Rate rate = rate(durability, bytes, shape);
          System.out.printf(
              "| %s | %d | %s | %,.0f | %.2f |%n",
              durability, bytes, shape, rate.perSecond(), rate.serverMicros());
        }
      }
    }
    if (options.rate() > 0) {
      System.out.printf("%n| sync | bytes | at %,d/s: p50, ms | p99 | p99.9 |%n", options.rate());
      System.out.println("|---|---|---|---|---|");
      for (Durability durability : options.durabilities()) {
        for (int bytes : options.bytes()) {
          printLatency(durability, bytes);
        }
      }
    }
  }

  /** The median round of one broker. */
  private Rate rate(Durability durability, int bytes, Shape shape)
      throws IOException, InterruptedException {
    List<Rate> rounds = new ArrayList<>();
    try (Server server = new Server(durability, options.heap());
        Traffic traffic = new Traffic(server.address(), shape, bytes, options, 0)) {
      measure(server, traffic, options.warmUp());
      for (int i = 0; i < options.rounds(); i++) {
        rounds.add(measure(server, traffic, options.time()));
      }
      traffic.end();
    }
    return Rate.median(rounds);
  }

  private static Rate measure(Server server, Traffic traffic, Duration time)
      throws IOException, InterruptedException {
    return Rate.over(time, traffic::received, server::cpu);
  }

  private void printLatency(Durability durability, int bytes)
      throws IOException, InterruptedException {
    Histogram latency;
    Shape one = new Shape(1, 1);
    try (Server server = new Server(durability, options.heap())) {
      try (Traffic warmUp = new Traffic(server.address(), one, bytes, options, options.rate())) {
        measure(server, warmUp, options.warmUp());
        warmUp.end();
      }
      try (Traffic traffic = new Traffic(server.address(), one, bytes, options, options.rate())) {
        measure(server, traffic, options.time());
        latency = traffic.end();
      }
    }
    System.out.printf(
        "| %s | %d | %.2f | %.2f | %.2f |%n",
        durability,
        bytes,
        latency.getValueAtPercentile(50) / 1e6,
        latency.getValueAtPercentile(99) / 1e6,
        latency.getValueAtPercentile(99.9) / 1e6);
  }
}
