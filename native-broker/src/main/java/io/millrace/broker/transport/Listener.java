package io.millrace.broker.transport;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;

/**
 * A socket that takes connections.
 *
 * <p><b>Threads:</b> any, but those of event loops must not {@link #close}, which waits.
 */
public final class Listener {
  private final Channel channel;
  private final ConnectionCount count;

  Listener(Channel channel, ConnectionCount count) {
    this.channel = channel;
    this.count = count;
  }

  /** Where it listens, with the port that it got. */
  public Endpoint endpoint() {
    return new Endpoint(channel.localAddress());
  }

  /** How many connections there are. */
  public int connections() {
    return count.open();
  }

  /** Takes no more connections; those that there are stay. A unix socket's file goes. */
  public void close() throws IOException {
    SocketAddress address = channel.localAddress();
    channel.close().syncUninterruptibly();
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
  }
}
