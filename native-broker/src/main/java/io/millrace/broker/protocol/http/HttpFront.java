package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.MoonmqFront;
import io.millrace.broker.transport.Front;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Talks HTTP/1.1 with those who connect: {@code /msg} publishes and takes messages by the rules of
 * the push protocol, {@code /metrics}, {@code /healthz}, {@code /readyz} and {@code /attendance}
 * tell how the broker is.
 *
 * <p><b>Threads:</b> any.
 */
public final class HttpFront implements Front {
  private static final int LONGEST_LINE = 8 << 10;
  private static final int LARGEST_HEADERS = 16 << 10;
  private static final int LARGEST_PIECE = 64 << 10;

  private final HttpSettings settings;
  private final MoonmqFront messages;
  private final BasicLogins logins;
  private final HeldMessages held;
  private final Routes routes;

  /**
   * @param messages by whose rules messages come and go
   */
  public HttpFront(HttpSettings settings, MoonmqFront messages, Scrape meters, Health health) {
    this.settings = settings;
    this.messages = messages;
    this.logins = new BasicLogins(messages);
    this.held = new HeldMessages(settings.mostHeld());
    this.routes =
        Routes.of(
            new MessageEndpoint(
                messages.settings().limits().nameBytes(), settings.longestWait(), held),
            new SettleEndpoint(held),
            new MetricsEndpoint(meters),
            new HealthEndpoint(health::failure, Optional::empty),
            new HealthEndpoint(health::notReady, health::missingConsumers),
            new HealthEndpoint(health::missingConsumers, Optional::empty));
  }

  @Override
  public void accept(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(true, 0, 0, settings.idle().toMillis(), TimeUnit.MILLISECONDS))
        .addLast(new HttpServerCodec(LONGEST_LINE, LARGEST_HEADERS, LARGEST_PIECE))
        .addLast(new HttpConnection(this, channel));
  }

  HttpSettings settings() {
    return settings;
  }

  /** Messages that are with clients and wait to be acknowledged. */
  public int held() {
    return held.count();
  }

  MoonmqFront messages() {
    return messages;
  }

  BasicLogins logins() {
    return logins;
  }

  Routes routes() {
    return routes;
  }
}
