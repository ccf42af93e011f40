package io.millrace.amqp.deadletter;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.connection.AmqpLocation;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;
import java.util.function.Consumer;

/** The queues that dead letters came from. What came from one that is not there has to stay. */
record QueueOrigins(Consumer<AmqpLocation> place) implements WayBack {
  private static final String DEFAULT_EXCHANGE = "";

  @Override
  public Optional<String> obstacle(DeadLetter letter) {
    return letter.origin().isEmpty()
        ? Optional.of("it is not known where they came from; name a target")
        : Optional.empty();
  }

  @Override
  public Pusher<byte[]> pusher() {
    return new OriginPusher(
        AmqpSink.builder(AmqpPayload.bytes())
            .location(place)
            .exchange(DEFAULT_EXCHANGE)
            .routingKeyOf(QueueOrigins::origin)
            .name("where they came from")
            .build());
  }

  private static String origin(Message<byte[]> message) {
    return message.partition().source();
  }
}
