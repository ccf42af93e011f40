package io.millrace.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
import io.millrace.client.MillraceClientBuilder;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.queue.envelope.Envelope;
import io.millrace.queue.envelope.EnvelopeFormat;
import io.millrace.testkit.Backend;
import io.millrace.testkit.Destination;
import io.millrace.testkit.Feature;
import io.millrace.testkit.Features;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Queues of a broker.
 *
 * @param place says how a client gets there
 * @param ordering what the sources keep
 */
record QueueBackend(Consumer<MillraceClientBuilder> place, Ordering ordering) implements Backend {
  /** After which the broker takes back what is not acked. */
  static final Duration ACK_TIMEOUT = Duration.ofSeconds(3);

  /** That of a queue where order matters, and nobody else is waiting for what is late. */
  static final Duration LONG_ACK_TIMEOUT = Duration.ofSeconds(60);

  @Override
  public Features features() {
    return ordering == Ordering.NONE
        ? Features.of(
            Feature.REDELIVERY,
            Feature.ATTEMPTS,
            Feature.DELAY,
            Feature.PAUSE,
            Feature.LEASE,
            Feature.DEAD_LETTERS)
        : Features.of(
            Feature.ORDER_PER_KEY,
            Feature.ORDER_PER_PARTITION,
            Feature.REDELIVERY,
            Feature.DELAY,
            Feature.PAUSE,
            Feature.DEAD_LETTERS);
  }

  @Override
  public Duration lease() {
    return ordering == Ordering.NONE ? ACK_TIMEOUT : LONG_ACK_TIMEOUT;
  }

  @Override
  public Destination create() {
    MillraceClientBuilder client = MillraceClient.builder();
    place.accept(client);
    return new QueueDestination(
        this, "contract-" + UUID.randomUUID(), client.build(), new ArrayList<>());
  }

  private record QueueDestination(
      QueueBackend backend, String queue, MillraceClient client, List<Pusher<byte[]>> pushers)
      implements Destination {
    private static final byte[] MARKER = "the end".getBytes(UTF_8);

    @Override
    public void publish(List<Message<byte[]>> messages) throws Exception {
      publishDelayed(messages, Duration.ZERO);
    }

    @Override
    public void publishDelayed(List<Message<byte[]>> messages, Duration delay) throws Exception {
      try (MillracePusher<byte[]> pusher = pusher(queue)) {
        pusher.push(messages, delay);
      }
    }

    private MillracePusher<byte[]> pusher(String to) {
      return MillracePusher.builder(MillracePayload.bytes()).client(client).queue(to).build();
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return MillraceSource.builder(MillracePayload.bytes())
          .location(backend.place())
          .queue(queue)
          .ordering(backend.ordering())
          .ackTimeout(backend.lease())
          .build();
    }

    @Override
    public void abandon(Producer<byte[]> producer) {
      ((QueueReader<byte[]>) producer).abandon();
    }

    @Override
    public Pusher<byte[]> deadLetters() {
      MillracePusher<byte[]> pusher = pusher(dead());
      pushers.add(pusher);
      return pusher;
    }

    private String dead() {
      return queue + ".dead";
    }

    /** All that stands before a message of its own, which is there then. */
    @Override
    public List<Message<byte[]>> readDeadLetters() throws Exception {
      client.publishDirect(dead(), MARKER).get();
      List<Message<byte[]>> letters = new ArrayList<>();
      try (Binding binding = client.bind(dead())) {
        while (true) {
          Delivery next = binding.getMessage();
          if (Arrays.equals(next.body(), MARKER)) {
            next.ack();
            return letters;
          }
          Envelope letter = EnvelopeFormat.read(next.body());
          letters.add(Message.builder(letter.payload()).headers(letter.headers()).build());
        }
      }
    }

    @Override
    public void close() throws Exception {
      for (Pusher<byte[]> pusher : pushers) {
        pusher.close();
      }
      client.close();
    }
  }
}
