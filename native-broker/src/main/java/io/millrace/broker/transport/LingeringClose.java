package io.millrace.broker.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose peer may be sending: after the last words this side ends. What the
 * peer still sends is read for a moment, since a reset could take the last words from it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
public final class LingeringClose {
  private static final long LINGER_MILLIS = 2_000;

  private LingeringClose() {}

  /** For the last words, to be written with it at once. On the channel's thread. */
  public static ChannelPromise of(Channel channel) {
    ChannelPromise told = channel.newPromise();
    told.addListener(done -> endOutput(channel));
    channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    return told;
  }

  private static void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }
}
