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
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes connections that are logged in.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class Connector {
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private final ClientSettings settings;
  private final EventLoopGroup loops;

  /** The place of the address that worked last. */
  private final AtomicInteger preferred = new AtomicInteger();

  Connector(ClientSettings settings, EventLoopGroup loops) {
    this.settings = settings;
    this.loops = loops;
  }

  /**
   * Connects to the first address that lets it in. Completed by the connection's thread, and with
   * an {@link IOException} if none does.
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
      ChannelFuture connected = bootstrap.connect(address.toSocketAddress());
      connected.addListener(done -> connected(connected, address, answer));
    } catch (IllegalStateException | RejectedExecutionException closed) {
      answer.completeExceptionally(new IOException("the client is closed", closed));
    }
    return answer;
  }

  private void connected(ChannelFuture connected, Address address, CompletableFuture<Link> answer) {
    Throwable failure = connected.cause();
    if (failure != null) {
      answer.completeExceptionally(
          new IOException(
              "cannot connect to %s: %s".formatted(address, Trouble.inWords(failure)), failure));
      return;
    }
    Channel channel = connected.channel();
    Link link = channel.pipeline().get(Link.class);
    if (settings.login().isEmpty()) {
      letIn(link, answer);
      return;
    }
    channel
        .eventLoop()
        .schedule(
            () -> {
              IOException late =
                  new IOException(address + " did not let us in within " + settings.timeout());
              if (answer.completeExceptionally(late)) {
                channel.close();
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
