package io.millrace.bench.kafka;

import io.millrace.bench.contest.Client;
import io.millrace.bench.contest.Contest;
import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import io.millrace.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Consumes topics of one broker in several ways: Kafka's consumer in a plain loop, Spring's
 * container, Confluent's parallel consumer, Millrace. Each runs in a JVM of its own, and in rounds,
 * so that what else the machine does meets all of them alike.
 */
public final class KafkaBenchmark {
  private static final int BROKER_HEAP_MEBIBYTES = 512;

  private final KafkaOptions options;
  private final KafkaBroker broker;
  private final Report report;
  private int groups;

  KafkaBenchmark(KafkaOptions options, KafkaBroker broker, Report report) {
    this.options = options;
    this.broker = broker;
    this.report = report;
  }

  public static void main(String[] args) throws Exception {
    KafkaOptions options;
    try {
      options = KafkaOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + KafkaOptions.USAGE);
      System.exit(64);
      return;
    }
    // An ordinary JVM with as many threads as Kafka gives itself, so that it is not the limit.
    try (KafkaBroker broker =
        KafkaBroker.builder()
            .heapMebibytes(BROKER_HEAP_MEBIBYTES)
            .jvmOptions(List.of())
            .property("num.network.threads", "3")
            .property("num.io.threads", "8")
            .build()) {
      broker.start();
      new KafkaBenchmark(options, broker, new Report(System.out, options)).run();
    }
  }

  void run() throws IOException {
    report.begin();
    Filling filling = new Filling(broker.bootstrapServers(), options.keys());
    for (Load load : options.loads()) {
      broker.createTopic(load.topic(), options.partitions());
      filling.fill(load.topic(), load);
    }
    for (Cell cell : options.cells()) {
      report.cell(cell, measure(cell));
    }
  }

  private Results measure(Cell cell) throws IOException {
    Map<String, Client> clients = new LinkedHashMap<>();
    try {
      for (Contender contender : options.contendersIn(cell)) {
        String name = contender.name();
        clients.put(name, Client.start(KafkaContender.class, name, options.heapMebibytes(name)));
      }
      return new Contest(options.rounds(), options.warmUpRounds(cell), 0)
          .hold(clients, new Host(cell));
    } finally {
      clients.values().forEach(Client::close);
    }
  }

  private final class Host implements Contest.Host {
    private final Cell cell;

    Host(Cell cell) {
      this.cell = cell;
    }

    @Override
    public String prepare(String contender) {
      Topic topic =
          new Topic(
              broker.bootstrapServers(),
              cell.load().topic(),
              options.partitions(),
              "benchmark-" + groups++);
      Duration longest = Duration.ofMillis((long) (options.seconds() * 1_000));
      return new Run(topic, cell, longest).toLine();
    }

    @Override
    public void measured(String contender, int round, Measured measured) {
      report.progress(cell, contender, round, measured);
    }
  }
}
