package io.millrace.client;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameDecoder;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes connections that are logged in: with TLS once the handshake is done.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class Connector {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private final ClientSettings settings;
  private final EventLoopGroup loops;
  private final Lookup lookup;

  /** The place of the address that worked last. */
  private final AtomicInteger preferred = new AtomicInteger();

  Connector(ClientSettings settings, EventLoopGroup loops, Lookup lookup) {
    this.settings = settings;
    this.loops = loops;
    this.lookup = lookup;
  }

  /**
   * Connects to the first address that lets it in. Completed by the connection's thread; if none
   * does it fails with an {@link IOException}, on any thread.
   */
  CompletableFuture<Link> connect() {
    CompletableFuture<Link> answer = new CompletableFuture<>();
    tryFrom(preferred.get(), settings.addresses().size(), answer);
    return answer;
  }

  private void tryFrom(int place, int triesLeft, CompletableFuture<Link> answer) {
    int index = Math.floorMod(place, settings.addresses().size());
    open(settings.addresses().get(index))
        .whenComplete(
            (link, failure) -> {
              if (failure == null) {
                preferred.set(index);
                if (!answer.complete(link)) {
                  link.close();
                }
              } else if (triesLeft > 1) {
                tryFrom(index + 1, triesLeft - 1, answer);
              } else {
                answer.completeExceptionally(Trouble.causeOf(failure));
              }
            });
  }

  private CompletableFuture<Link> open(Address address) {
    CompletableFuture<Link> answer = new CompletableFuture<>();
    lookup
        .find(address)
        .toCompletableFuture()
        .orTimeout(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (place, failure) -> {
              if (failure == null) {
                connect(address, place, answer);
              } else {
                answer.completeExceptionally(cannotConnect(address, notFound(address, failure)));
              }
            });
    return answer;
  }

  private void connect(Address address, SocketAddress place, CompletableFuture<Link> answer) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(address.isUnix() ? NioDomainSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(Math.min(Integer.MAX_VALUE, settings.timeout().toMillis())))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    settings
                        .tls()
                        .filter(tls -> !address.isUnix())
                        .ifPresent(
                            tls -> channel.pipeline().addLast(handler(tls, channel, address)));
                    channel
                        .pipeline()
                        .addLast(new FrameDecoder(settings.limits()))
                        .addLast(new Link(channel, address));
                  }
                });
    if (!address.isUnix()) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true);
    }
    try {
      ChannelFuture connected = bootstrap.connect(place);
      connected.addListener(done -> connected(connected, address, answer));
    } catch (IllegalStateException | RejectedExecutionException closed) {
      answer.completeExceptionally(new IOException("the client is closed", closed));
    }
  }

  private Throwable notFound(Address address, Throwable failure) {
    Throwable cause = Trouble.causeOf(failure);
    if (cause instanceof TimeoutException) {
      return new IOException(
          "no answer for the name %s within %s".formatted(address.host(), settings.timeout()),
          cause);
    }
    return cause;
  }

  private static IOException cannotConnect(Address address, Throwable failure) {
    return new IOException(
        "cannot connect to %s: %s".formatted(address, Trouble.inWords(failure)), failure);
  }

  private SslHandler handler(SslContext tls, Channel channel, Address address) {
    SslHandler handler = tls.newHandler(channel.alloc(), address.host(), address.port());
    handler.setHandshakeTimeoutMillis(settings.timeout().toMillis());
    return handler;
  }

  private void connected(ChannelFuture connected, Address address, CompletableFuture<Link> answer) {
    if (!connected.isSuccess()) {
      answer.completeExceptionally(cannotConnect(address, connected.cause()));
      return;
    }
    Link link = connected.channel().pipeline().get(Link.class);
    SslHandler tls = connected.channel().pipeline().get(SslHandler.class);
    if (tls == null) {
      logIn(connected.channel(), link, answer);
      return;
    }
    tls.handshakeFuture()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                logIn(connected.channel(), link, answer);
              } else {
                answer.completeExceptionally(cannotConnect(address, done.cause()));
                link.close();
              }
            });
  }

  private void logIn(Channel channel, Link link, CompletableFuture<Link> answer) {
    if (settings.login().isEmpty()) {
      letIn(link, answer);
      return;
    }
    channel
        .eventLoop()
        .schedule(
            () -> {
              IOException late =
                  new IOException(
                      link.address() + " did not let us in within " + settings.timeout());
              if (answer.completeExceptionally(late)) {
                link.close();
              }
            },
            settings.timeout().toNanos(),
            TimeUnit.NANOSECONDS);
    Login.Dialogue dialogue = settings.login().get().begin();
    say(dialogue.first(), dialogue, link, answer);
  }

  private void say(
      Frame.Auth frame, Login.Dialogue dialogue, Link link, CompletableFuture<Link> answer) {
    Call call = new Call(frame);
    if (!link.send(call)) {
      call.lost(new ConnectionLostException("the connection to " + link.address() + " was closed"));
    }
    call.thenCompose(reply -> heard(reply, dialogue, link, answer))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(Trouble.causeOf(failure));
                link.close();
              }
            });
  }

  private CompletionStage<?> heard(
      Frame reply, Login.Dialogue dialogue, Link link, CompletableFuture<Link> answer) {
    if (!(reply instanceof Frame.AuthOk ok)) {
      return CompletableFuture.failedFuture(
          new IOException(link.address() + " answered a login with " + reply));
    }
    if (ok.more()) {
      return dialogue.next(ok).thenAccept(next -> say(next, dialogue, link, answer));
    }
    try {
      dialogue.letIn(ok);
    } catch (IOException distrusted) {
      return CompletableFuture.failedFuture(distrusted);
    }
    letIn(link, answer);
    return CompletableFuture.completedFuture(null);
  }

  private void letIn(Link link, CompletableFuture<Link> answer) {
    link.beat(settings.heartbeat().toNanos());
    if (!answer.complete(link)) {
      link.close();
    }
  }
}
