package io.millrace.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.topology.QueueDeclaration;
import io.millrace.amqp.topology.Topology;
import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.MillraceClient;
import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.envelope.EnvelopeFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A broker with dead letters in its queues, and {@code millrace dlq} beside it. */
final class LettersOfABroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Broker broker;
  private final MillraceClient client;

  LettersOfABroker() throws IOException {
    broker =
        Broker.start(
            BrokerSettings.embedded()
                .withAmqp(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0))));
    client = MillraceClient.builder().address(address()).user("guest", "guest").build();
  }

  MillraceClient client() {
    return client;
  }

  /** What the last command printed. */
  String shown() {
    return out.toString(UTF_8);
  }

  /** What was complained of so far. */
  String complaints() {
    return err.toString(UTF_8);
  }

  String address() {
    return broker.endpoints().get(0).toString();
  }

  String amqpAddress() {
    return broker.amqpEndpoints().get(0).toString();
  }

  String uri() {
    return "millrace://guest:guest@" + address();
  }

  void giveUp(String origin, String pipeline, int count) throws Exception {
    try (MillracePusher<byte[]> dead =
        MillracePusher.builder(MillracePayload.bytes())
            .client(client)
            .queue(origin + ".dead")
            .build()) {
      dead.push(messages(origin, pipeline, count));
    }
  }

  void giveUpByAmqp(int count) throws Exception {
    try (AmqpSink<byte[]> dead =
        AmqpSink.builder(AmqpPayload.bytes())
            .address(amqpAddress())
            .topology(Topology.NONE.with(QueueDeclaration.of("orders.dead")))
            .queue("orders.dead")
            .build()) {
      dead.push(messages("orders", "notify", count));
    }
  }

  private static List<Message<byte[]>> messages(String origin, String pipeline, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                Message.builder(("m" + i).getBytes(UTF_8))
                    .headers(
                        Headers.of(DeadLetterHeaders.ORIGIN, origin)
                            .with(DeadLetterHeaders.QUEUE, pipeline)
                            .with(DeadLetterHeaders.REASON, "no " + i))
                    .build())
        .toList();
  }

  /** The payloads in a queue, which are left there. */
  List<String> waiting(String queue) throws Exception {
    List<String> payloads = new ArrayList<>();
    try (Binding binding = client.bind(BindOptions.of(queue).withCredit(2_000))) {
      long count = binding.readyBefore().orElseThrow();
      while (payloads.size() < count) {
        byte[] body = binding.waitMessage(PATIENCE).orElseThrow().body();
        payloads.add(new String(EnvelopeFormat.read(body).payload(), UTF_8));
      }
    }
    return payloads;
  }

  int dlq(String verb, String... more) {
    return dlq(new String[] {"--broker=" + uri(), "--queue=orders.dead"}, verb, more);
  }

  int dlq(String[] place, String verb, String... more) {
    List<String> arguments = new ArrayList<>(List.of("dlq", verb));
    arguments.addAll(List.of(place));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  int run(String... arguments) {
    out.reset();
    return Main.execute(
        new CommandContext(Map.of(), print(out), print(err), (stop, reload) -> {}), arguments);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }

  @Override
  public void close() throws IOException {
    client.close();
    broker.close();
  }
}
