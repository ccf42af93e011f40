package io.millrace.daemon.source.millrace;

import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.client.adapter.MillraceSource;
import io.millrace.client.adapter.MillraceSourceBuilder;
import io.millrace.daemon.millrace.BrokerConnected;
import io.millrace.daemon.millrace.BrokerConnection;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue of a broker. Connections are made by the producers' own threads; a broker that does not
 * answer holds up nobody else.
 */
final class QueuePipelineSource implements Source, BrokerConnected {
  private final QueueSourceSettings settings;

  /** Where bodies go that cannot be read; told before the first producer is made. */
  private volatile @Nullable Pusher<byte[]> letters;

  /** Made with the first producer. */
  private volatile @Nullable MillraceSource<byte[]> made;

  QueuePipelineSource(QueueSourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public BrokerConnection connection() {
    return settings.connection();
  }

  @Override
  public String queue() {
    return settings.queue();
  }

  @Override
  public String description() {
    return "millrace "
        + settings.queue()
        + (settings.onlyKey().filter(String::isEmpty).isPresent()
            ? ""
            : " with key " + String.join(", ", settings.routingKeys()));
  }

  /** One producer takes hundreds of thousands a second; of an ordered queue it may be the only. */
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
    MillraceSource<byte[]> current = made;
    return current == null
        ? Optional.of("millrace " + settings.connection() + ": not connected yet")
        : current.notReady().map(why -> "millrace " + why);
  }

  @Override
  public Optional<Pusher<byte[]>> wayBack() {
    // Of messages that patterns have taken nobody knows with which key to send them back.
    return settings
        .onlyKey()
        .map(
            key ->
                MillracePusher.builder(MillracePayload.bytes())
                    .location(settings.connection()::describeTo)
                    .queue(settings.queue())
                    .routingKey(key)
                    .name(description())
                    .build());
  }

  private synchronized MillraceSource<byte[]> made() {
    MillraceSource<byte[]> current = made;
    if (current == null) {
      MillraceSourceBuilder<byte[]> builder = settings.builder();
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
