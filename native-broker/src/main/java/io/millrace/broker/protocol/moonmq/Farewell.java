package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.FrameBuffer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose client broke the protocol: an Error, then this side ends. What the
 * client still sends is read for a moment, since a reset could take the Error from it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class Farewell {
  private static final long LINGER_MILLIS = 2_000;

  private Farewell() {}

  /** On the channel's thread. */
  static void say(Fault why, Channel channel, FrameBuffer out) {
    out.add(why);
    ChannelPromise told = channel.newPromise();
    told.addListener(done -> shutDownOutput(channel));
    out.writeTo(channel, told);
    channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void shutDownOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }
}
