package io.millrace.kafka.transaction;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaSource;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that produces one message for each that it consumes, out of order, until it is killed
 * or its standard input ends.
 */
final class TransactionProcess {
  private TransactionProcess() {}

  /** Starts one. Arguments: servers, topic to read, topic to write, name. */
  static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TransactionProcess.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    KafkaTransactions<String> transactions =
        KafkaTransactions.builder(KafkaPayload.text())
            .transactionalId(arguments[3])
            .properties(Map.of("transaction.timeout.ms", "3000"))
            .build();
    try (Queue<String> queue = queue(arguments, transactions)) {
      queue.start();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Queue<String> queue(String[] arguments, KafkaTransactions<String> transactions) {
    String output = arguments[2];
    return Queue.<String>builder(arguments[3])
        .producers(
            1,
            KafkaSource.builder(KafkaPayload.text())
                .bootstrapServers(arguments[0])
                .group("group-of-" + arguments[1])
                .topics(arguments[1])
                .properties(Map.of("session.timeout.ms", "2000", "heartbeat.interval.ms", "100"))
                .ordering(Ordering.NONE)
                .commitEvery(Duration.ofMillis(60), 200)
                .transactions(transactions)
                .build())
        .consumers(
            transactions.consumers(
                (message, outputs) -> {
                  outputs.send(
                      output,
                      Message.builder(message.payload()).key(message.key().orElse("none")).build());
                  int chance = ThreadLocalRandom.current().nextInt(100);
                  // Some take long, so that much is finished beyond them.
                  LockSupport.parkNanos(Duration.ofMillis(chance == 0 ? 50 : 1).toNanos());
                  return chance == 1 ? Outcome.retry(Duration.ofMillis(5)) : Outcome.ack();
                }))
        .concurrency(Concurrency.fixed(8))
        .build();
  }
}
