package io.millrace.bench.kafka.push;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pushes to one topic from several threads that each wait for their push, as the workers of a queue
 * do, with several settings of the client in turns; prints thousand messages a second as a table in
 * Markdown. Takes no arguments, about two minutes, and some GB of disk for as long.
 */
public final class PushBenchmark {
  private static final Duration TIME = Duration.ofMillis(1_500);
  private static final int ROUNDS = 2;
  private static final String TOPIC = "pushed";
  private static final int PARTITIONS = 12;

  /** Settings of the client, by the name in the table. */
  private record Settings(String name, Map<String, Object> properties) {}

  private static final List<Settings> SETTINGS =
      List.of(
          new Settings("linger 0, lz4", Map.of()),
          new Settings("linger 0, no compression", Map.of("compression.type", "none")),
          new Settings("5 ms, lz4", Map.of("linger.ms", 5)),
          new Settings("20 ms, lz4", Map.of("linger.ms", 20)));

  private static final List<PushShape> SHAPES =
      List.of(
          new PushShape(1, 512),
          new PushShape(4, 512),
          new PushShape(16, 512),
          new PushShape(64, 1));

  private final KafkaBroker broker;

  private PushBenchmark(KafkaBroker broker) {
    this.broker = broker;
  }

  public static void main(String[] args) throws Exception {
    // An ordinary JVM, so that it is not the limit.
    try (KafkaBroker broker =
        KafkaBroker.builder().heapMebibytes(512).jvmOptions(List.of()).build()) {
      broker.start();
      new PushBenchmark(broker).run();
    }
  }

  private void run() throws Exception {
    broker.createTopic(TOPIC, PARTITIONS);
    measure(new PushShape(4, 512), SETTINGS.get(0)); // warms broker and client up
    StringBuilder table = new StringBuilder("| Threads x messages of a push |");
    SETTINGS.forEach(each -> table.append(' ').append(each.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(SETTINGS.size())).append('\n');
    for (PushShape shape : SHAPES) {
      table.append("| ").append(shape).append(" |");
      for (double best : best(shape)) {
        table.append(String.format(Locale.ROOT, " %,.0f |", best / 1_000));
      }
      table.append('\n');
    }
    System.out.print(table);
  }

  /** The best round of each of the settings, in messages a second. */
  private List<Double> best(PushShape shape) throws Exception {
    double[] best = new double[SETTINGS.size()];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.max(best[i], measure(shape, SETTINGS.get(i)));
      }
    }
    List<Double> rates = new ArrayList<>();
    for (double each : best) {
      rates.add(each);
    }
    return rates;
  }

  private double measure(PushShape shape, Settings settings) throws Exception {
    try (KafkaPusher<byte[]> pusher =
        KafkaPusher.builder(KafkaPayload.bytes())
            .properties(settings.properties())
            .bootstrapServers(broker.bootstrapServers())
            .topic(TOPIC)
            .build()) {
      return shape.rate(pusher, TIME);
    }
  }
}
