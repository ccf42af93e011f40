package io.millrace.daemon.source.amqp;

import io.millrace.amqp.AmqpPayload;
import io.millrace.amqp.AmqpSink;
import io.millrace.amqp.AmqpSource;
import io.millrace.daemon.amqp.AmqpConnected;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.source.LateSource;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.Optional;

/**
 * A queue of an AMQP broker. Connections are made by the producers' own threads; a broker that does
 * not answer holds up nobody else.
 */
final class AmqpPipelineSource implements Source, AmqpConnected {
  private final AmqpSourceSettings settings;

  private final LateSource<AmqpSource<byte[]>> source;

  AmqpPipelineSource(AmqpSourceSettings settings) {
    this.settings = settings;
    source = new LateSource<>(settings::source);
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
        .map(made -> made.notReady().map(why -> "amqp " + why))
        .orElseGet(() -> Optional.of("amqp " + settings.connection() + ": not connected yet"));
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
}
