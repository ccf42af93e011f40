package io.millrace.broker.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a broker's connections. A connection stays with one of them for life.
 *
 * <p><b>Threads:</b> any; {@link #listen} and {@link #stop} wait, so not from an event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Whether all has ended is asked of the loops.
public final class Transport {
  /** Told to the handlers of every connection when it is to end; it is closed soon. */
  public static final Object STOPS = new Object();

  /**
   * From so many bytes on that a peer has not taken a connection is not writable, and is again when
   * there are fewer than the first.
   */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private static final int BACKLOG = 1024;

  /** How long connections have to say goodbye. */
  private static final long GOODBYE_MILLIS = 1_000;

  private final EventLoopGroup loops;
  private final TrustedProxies proxies;
  private final ChannelGroup connections;

  private Transport(EventLoopGroup loops, TrustedProxies proxies) {
    this.loops = loops;
    this.proxies = proxies;
    this.connections = new DefaultChannelGroup(loops.next());
  }

  /** Starts, when they are needed, the threads {@code <name>-1} and so on. */
  public static Transport start(String name, int threads) {
    return start(name, threads, TrustedProxies.NONE);
  }

  /** As {@link #start(String, int)}, with clients that come through these proxies. */
  public static Transport start(String name, int threads, TrustedProxies proxies) {
    return new Transport(
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory(name), NioIoHandler.newFactory()),
        proxies);
  }

  /** Where the client of a connection is, also behind a trusted proxy. */
  public static SocketAddress clientAddress(Channel channel) {
    return ProxyHeader.clientAddress(channel);
  }

  /** Whether nobody between can read what is said on a connection. */
  public static boolean isEncrypted(Channel channel) {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  /**
   * Listens. The file of a unix socket that nobody listens on any more is replaced.
   *
   * @param mostConnections of this listener; those above are closed at once
   * @throws IOException if the address is in use, or is no address of this machine
   */
  public Listener listen(Endpoint endpoint, int mostConnections, Front front) throws IOException {
    if (endpoint.address() instanceof UnixDomainSocketAddress unix) {
      removeStale(unix);
    }
    ConnectionCount count = new ConnectionCount(mostConnections);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(
                endpoint.isUnix()
                    ? NioServerDomainSocketChannel.class
                    : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(new Accept(count, front));
    if (!endpoint.isUnix()) {
      bootstrap.option(ChannelOption.SO_REUSEADDR, true);
      bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
      bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
    }
    ChannelFuture bound = bootstrap.bind(endpoint.address()).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new IOException("cannot listen on " + endpoint + ": " + cause.getMessage(), cause);
    }
    return new Listener(bound.channel(), count);
  }

  /** A front whose clients connect with TLS. */
  public static Front withTls(Tls tls, Front front) {
    return channel -> {
      channel.pipeline().addLast(tls.handler(channel));
      front.accept(channel);
    };
  }

  /**
   * Lets connections say goodbye, closes them and ends the event loops. Close the listeners before.
   *
   * @return whether all ended within the deadline
   * @throws InterruptedException if the wait was interrupted; the end goes on
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    long endNanos = System.nanoTime() + deadline.toNanos();
    connections.forEach(each -> each.pipeline().fireUserEventTriggered(STOPS));
    connections
        .newCloseFuture()
        .await(Math.min(GOODBYE_MILLIS, deadline.toMillis()), TimeUnit.MILLISECONDS);
    connections.close().await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    long leftNanos = Math.max(0, endNanos - System.nanoTime());
    loops.shutdownGracefully(0, leftNanos, TimeUnit.NANOSECONDS);
    return loops.awaitTermination(leftNanos, TimeUnit.NANOSECONDS);
  }

  private static void removeStale(UnixDomainSocketAddress address) throws IOException {
    Path path = address.getPath();
    if (!Files.exists(path)) {
      return;
    }
    boolean isSocket = Files.readAttributes(path, BasicFileAttributes.class).isOther();
    if (!isSocket || isListenedOn(address)) {
      throw new BindException(path + " is in use");
    }
    Files.delete(path);
  }

  private static boolean isListenedOn(UnixDomainSocketAddress address) throws IOException {
    try (SocketChannel probe = SocketChannel.open(address)) {
      return probe.isConnected();
    } catch (SocketException refused) {
      return false;
    }
  }

  /** What is done with a connection that comes. */
  private final class Accept extends ChannelInitializer<Channel> {
    private final ConnectionCount count;
    private final Front front;

    Accept(ConnectionCount count, Front front) {
      this.count = count;
      this.front = front;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (!count.admit(channel)) {
        channel.close();
        return;
      }
      connections.add(channel);
      if (proxies.include(channel.remoteAddress())) {
        ProxyHeader.await(channel, front);
      } else {
        front.accept(channel);
      }
    }
  }
}
