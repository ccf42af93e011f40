package io.millrace.daemon.source.amqp;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.AmqpSource;
import io.millrace.amqp.AmqpSourceBuilder;
import io.millrace.daemon.amqp.AmqpConnected;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue of an AMQP broker. Connections are made by the producers' own threads; a broker that does
 * not answer holds up nobody else.
 */
final class AmqpPipelineSource implements Source, AmqpConnected {
  private final AmqpSourceSettings settings;

  /** Where messages go that cannot be read; told before the first producer is made. */
  private volatile @Nullable Pusher<byte[]> letters;

  /** Made with the first producer. */
  private volatile @Nullable AmqpSource<byte[]> made;

  AmqpPipelineSource(AmqpSourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public AmqpConnection connection() {
    return settings.connection();
  }

  @Override
  public String queue() {
    return settings.queue();
  }

  @Override
  public String description() {
    return "amqp " + settings.queue();
  }

  /** One producer takes tens of thousands a second; of an ordered queue it may be the only. */
  @Override
  public int usefulProducers() {
    return 1;
  }

  @Override
  public void deadLettersTo(Pusher<byte[]> pusher) {
    letters = pusher;
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return index -> made().create(index);
  }

  @Override
  public Optional<String> notReady() {
    AmqpSource<byte[]> current = made;
    return current == null
        ? Optional.of("amqp " + settings.connection() + ": not connected yet")
        : current.notReady().map(why -> "amqp " + why);
  }

  @Override
  public Optional<Pusher<byte[]>> wayBack() {
    return Optional.of(
        AmqpSink.builder(AmqpPayload.bytes())
            .location(settings.connection()::describeTo)
            .queue(settings.queue())
            .name(description())
            .build());
  }

  private synchronized AmqpSource<byte[]> made() {
    AmqpSource<byte[]> current = made;
    if (current == null) {
      AmqpSourceBuilder<byte[]> builder = settings.builder();
      Pusher<byte[]> poison = letters;
      if (poison != null) {
        builder.onPoison(poison);
      }
      current = builder.build();
      made = current;
    }
    return current;
  }
}
