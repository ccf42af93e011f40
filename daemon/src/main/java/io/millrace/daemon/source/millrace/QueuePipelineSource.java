package io.millrace.daemon.source.millrace;

import io.millrace.client.adapter.MillracePayload;
import io.millrace.client.adapter.MillracePusher;
import io.millrace.client.adapter.MillraceSource;
import io.millrace.daemon.millrace.BrokerConnected;
import io.millrace.daemon.millrace.BrokerConnection;
import io.millrace.daemon.source.LateSource;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.Optional;

/**
 * A queue of a broker. Connections are made by the producers' own threads; a broker that does not
 * answer holds up nobody else.
 */
final class QueuePipelineSource implements Source, BrokerConnected {
  private final QueueSourceSettings settings;

  private final LateSource<MillraceSource<byte[]>> source;

  QueuePipelineSource(QueueSourceSettings settings) {
    this.settings = settings;
    source = new LateSource<>(settings::source);
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
    source.deadLettersTo(pusher);
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return source;
  }

  @Override
  public Optional<String> notReady() {
    return source
        .made()
        .map(made -> made.notReady().map(why -> "millrace " + why))
        .orElseGet(() -> Optional.of("millrace " + settings.connection() + ": not connected yet"));
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
}
