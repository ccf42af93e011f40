package io.millrace.broker.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for what a trusted proxy says first: for whom it connects. Then the front accepts the
 * connection. What is no such header, or comes late, ends it.
 *
 * <p><b>Threads:</b> that of the channel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);
  private static final AttributeKey<SocketAddress> CLIENT =
      AttributeKey.valueOf(ProxyHeader.class, "client");

  /** Of what version 2 may say beyond the addresses. */
  private static final int MOST_EXTENSION_BYTES = 4 << 10;

  private static final long WITHIN_MILLIS = 10_000;

  private final Front front;
  private @Nullable Future<?> deadline;

  private ProxyHeader(Front front) {
    this.front = front;
  }

  /** Lets {@code front} accept a connection once its proxy has said whose it is. */
  static void await(Channel channel, Front front) {
    channel
        .pipeline()
        .addLast(new HAProxyMessageDecoder(MOST_EXTENSION_BYTES))
        .addLast(new ProxyHeader(front));
  }

  /** Where the client is: what its proxy said, or the other end of the connection. */
  static SocketAddress clientAddress(Channel channel) {
    SocketAddress client = channel.attr(CLIENT).get();
    return client == null ? channel.remoteAddress() : client;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    deadline =
        context.executor().schedule(() -> context.close(), WITHIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HAProxyMessage header)) {
      // Nothing comes before the header but what it is decoded from.
      ReferenceCountUtil.release(message);
      return;
    }
    try {
      note(context.channel(), header);
    } finally {
      header.release();
    }
    endWait();
    front.accept(context.channel());
    context.fireChannelActive();
    context.pipeline().remove(this);
  }

  /** A proxy that looks whether the broker is there connects for itself. */
  private static void note(Channel channel, HAProxyMessage header) {
    boolean isInternet =
        header.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
            || header.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
    String source = header.sourceAddress();
    if (isInternet && source != null) {
      channel.attr(CLIENT).set(new InetSocketAddress(source, header.sourcePort()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    endWait();
  }

  private void endWait() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("no PROXY header from {}", context.channel().remoteAddress(), cause);
    context.close();
  }
}
