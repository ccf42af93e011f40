package io.millrace.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.interop.program.Figures;
import io.millrace.interop.program.Program;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RabbitMQ's own load tool in its usual modes, for some thousand messages. */
@ExtendWith(AmqpServerExtension.class)
class PerfTestTest {
  private static final Pattern RATES =
      Pattern.compile(
          "sending rate avg: (\\d+) msg/s.*receiving rate avg: (\\d+) msg/s", Pattern.DOTALL);

  /** Of the last second that it reports of. */
  private static final Pattern LATENCIES =
      Pattern.compile("consumer latency min/median/75th/95th/99th (\\S+) ms");

  private final AmqpServer server;

  PerfTestTest(AmqpServer server) {
    this.server = server;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "autoack, --autoack --pmessages 20000",
    "confirms and acks of several, --confirm 500 --qos 500 --multi-ack-every 100 --pmessages 20000",
    "2 producers and 3 consumers,"
        + " --producers 2 --consumers 3 --confirm 200 --qos 100 --pmessages 10000",
    "persistent of several sizes,"
        + " --flag persistent --confirm 500 --qos 500 --multi-ack-every 50 --variable-size 16:1"
        + " --variable-size 4096:1 --pmessages 5000",
    "mandatory, --flag mandatory --autoack --pmessages 10000"
  })
  void moves(String mode, String options) {
    String queue = Names.fresh("perf");
    String printed =
        Program.ofThisJvm("com.rabbitmq.perf.PerfTest")
            .with("--uri", server.uri(), "--queue", queue, "--interval", 1)
            .with("--exchange", queue, "--use-millis")
            .with((Object[]) options.split(" "))
            .run();
    Matcher rates = RATES.matcher(printed);
    assertThat(rates.find()).as(printed).isTrue();
    assertThat(printed).doesNotContain("Exception").doesNotContainPattern("nacked: [1-9]");
    Figures.line(
        "PerfTest " + mode,
        "sent %s/s, received %s/s%s",
        rates.group(1),
        rates.group(2),
        latency(printed));
  }

  private static String latency(String printed) {
    Matcher latencies = LATENCIES.matcher(printed);
    String last = "";
    while (latencies.find()) {
      last = ", latency min/median/75th/95th/99th " + latencies.group(1) + " ms";
    }
    return last;
  }
}
