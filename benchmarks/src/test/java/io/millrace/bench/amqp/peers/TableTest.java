package io.millrace.bench.amqp.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.amqp.Target;
import io.millrace.bench.amqp.server.Peer;
import io.millrace.bench.amqp.server.Server;
import io.millrace.bench.load.ProcessTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Outcome OURS =
      Outcome.of(new Figures(90_000, 80_000, 2.5, 100 << 20, 120 << 20));
  private static final Outcome THEIRS =
      Outcome.of(new Figures(30_000, 20_000, 25, 200 << 20, 250 << 20));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Table table =
      new Table(
          new PrintStream(printed, false, UTF_8),
          new EnumMap<Peer, Server>(
              Map.of(
                  Peer.MILLRACE, new Named("Millrace 1"), Peer.RABBITMQ, new Named("RabbitMQ 3"))));

  @Test
  void comparesOursWithTheirs() {
    table.add("PerfTest autoack", 1_024, Map.of(Peer.MILLRACE, OURS, Peer.RABBITMQ, THEIRS));

    assertThat(table.end()).isTrue();
    assertThat(printed.toString(UTF_8))
        .contains("| load | bytes | Millrace 1 | RabbitMQ 3 | to rabbitmq: rate · CPU |")
        .contains(
            "| PerfTest autoack | 1,024 | 90,000 → 80,000 · 2.5 · 100, 120"
                + " | 30,000 → 20,000 · 25.0 · 200, 250 | x4.0 · x0.10 |");
  }

  @Test
  void saysWhatFailedAndWhy() {
    Outcome failed = Outcome.failed(new IOException("the broker\nhas ended"));
    table.add("lean durable", 16, Map.of(Peer.MILLRACE, OURS, Peer.RABBITMQ, failed));

    assertThat(table.end()).isFalse();
    assertThat(printed.toString(UTF_8))
        .contains("| failed | - |")
        .contains("Failed: rabbitmq, lean durable, 16 bytes: the broker has ended");
  }

  /** One that is only named. */
  private record Named(String product) implements Server {
    @Override
    public Target target() {
      return Target.asGuest(1, new ProcessTree(ProcessHandle.current()));
    }

    @Override
    public void close() {}
  }
}
