package io.millrace.client.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.protocol.moonmq.MoonmqSettings;
import io.millrace.broker.protocol.moonmq.QueueRules;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Queues of a broker of their own, some with dead letters. */
final class LetterQueues implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Broker broker;
  private final MillraceClient client;

  LetterQueues(QueueRules rules) throws IOException {
    broker =
        Broker.start(
            BrokerSettings.embedded().withMoonmq(MoonmqSettings.DEFAULT.withQueues(rules)));
    client = MillraceClient.builder().address(address()).user("guest", "guest").build();
  }

  MillraceClient client() {
    return client;
  }

  void endBroker() {
    try {
      broker.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String address() {
    return broker.endpoints().get(0).toString();
  }

  MillraceDeadLetters letters(String queue) {
    return MillraceDeadLetters.builder()
        .address(address())
        .location(place -> place.user("guest", "guest"))
        .queue(queue);
  }

  Pusher<byte[]> pusher(String queue) {
    return MillracePusher.builder(MillracePayload.bytes()).client(client).queue(queue).build();
  }

  /** Letters m0, m1, ... of a queue in its queue of dead letters, given up for "no 0" and so on. */
  void giveUp(String origin, int count) throws Exception {
    giveUp(origin, origin + ".dead", count);
  }

  void giveUp(String origin, String deadQueue, int count) throws Exception {
    try (Pusher<byte[]> dead = pusher(deadQueue)) {
      dead.push(
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      Message.builder(("m" + i).getBytes(UTF_8))
                          .headers(
                              Headers.of(DeadLetterHeaders.ORIGIN, origin)
                                  .with(DeadLetterHeaders.REASON, "no " + i))
                          .build())
              .toList());
    }
  }

  /** Of the letters in a queue, as a walk shows them. */
  List<String> payloads(String queue) throws Exception {
    List<DeadLetter> found = new ArrayList<>();
    try (DeadLetterStore letters = letters(queue).build()) {
      letters.read(found::add);
    }
    return found.stream().map(letter -> new String(letter.message().payload(), UTF_8)).toList();
  }

  /** Takes some out of a queue, as any consumer does. */
  List<byte[]> take(String queue, int count) throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    try (Binding binding = client.bind(queue)) {
      for (int i = 0; i < count; i++) {
        Delivery next = binding.waitMessage(PATIENCE).orElseThrow();
        bodies.add(next.body());
        next.ack();
      }
    }
    return bodies;
  }

  @Override
  public void close() throws IOException {
    client.close();
    broker.close();
  }
}
