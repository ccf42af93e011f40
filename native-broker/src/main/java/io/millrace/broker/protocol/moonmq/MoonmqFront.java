package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Admission;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.PasswordLogins;
import io.millrace.broker.transport.Front;
import io.millrace.broker.vhost.Stays;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import io.millrace.client.codec.FrameDecoder;
import io.netty.channel.Channel;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Talks the native push protocol with those who connect; see {@code docs/native-protocol.md}.
 *
 * <p><b>Threads:</b> any.
 */
public final class MoonmqFront implements Front {
  /** A body of whoever is not let in: enough for each mechanism, too little to fill memory with. */
  private static final int LARGEST_LOGIN = 4 << 10;

  private final MoonmqSettings settings;
  private final VirtualHosts hosts;
  private final Logins logins;
  private final MessageIds messageIds;
  private final LongSupplier connectionNumbers;
  private final FanoutGroups fanouts = new FanoutGroups();
  private final LongAdder unknownAcks = new LongAdder();

  /**
   * @param connectionNumbers gives each connection of the broker a number of its own
   */
  public MoonmqFront(
      MoonmqSettings settings,
      VirtualHosts hosts,
      MessageIds messageIds,
      PasswordLogins passwords,
      LongSupplier connectionNumbers) {
    this.settings = settings;
    this.hosts = hosts;
    this.logins = new Logins(passwords, settings.virtualHost(), settings.logins());
    this.messageIds = messageIds;
    this.connectionNumbers = connectionNumbers;
  }

  @Override
  public void accept(Channel channel) {
    FrameDecoder decoder = new FrameDecoder(settings.limits());
    decoder.limitBodies(LARGEST_LOGIN);
    channel
        .pipeline()
        .addLast(
            new IdleStateHandler(settings.longestSilence().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
        .addLast(decoder)
        .addLast(new MoonmqConnection(this, channel, decoder));
  }

  /** Acks and heartbeats for messages that their consumer did not hold, which are ignored. */
  public long unknownAcks() {
    return unknownAcks.sum();
  }

  public MoonmqSettings settings() {
    return settings;
  }

  FanoutGroups fanouts() {
    return fanouts;
  }

  MessageIds messageIds() {
    return messageIds;
  }

  /** Where clients are that may have to go. */
  Stays stays() {
    return hosts.stays();
  }

  Optional<VirtualHost> host() {
    return hosts.host(settings.virtualHost());
  }

  /** Who everybody is where nobody has to log in; empty where one has to. */
  public Optional<Identity> identityOfAnybody() {
    return settings.authentication()
        ? Optional.empty()
        : Optional.of(
            new Identity(Admission.ofAnybody(settings.virtualHost()), hosts.users()::table));
  }

  /**
   * The way in of one client.
   *
   * @param encrypted whether nobody between can read what it says
   */
  public Login login(SocketAddress from, boolean encrypted) {
    return new Login(logins, new ClientPlace(from, encrypted));
  }

  /**
   * Somebody without a connection of the protocol.
   *
   * @param thread the one that asks: runs what it is given in order, and may drop what it cannot
   */
  public Caller caller(Executor thread) {
    return new Caller(this, thread);
  }

  long nextConnection() {
    return connectionNumbers.getAsLong();
  }

  void countUnknownAck() {
    unknownAcks.increment();
  }
}
