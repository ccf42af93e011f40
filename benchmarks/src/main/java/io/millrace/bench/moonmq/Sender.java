package io.millrace.bench.moonmq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.bench.load.Pace;
import io.millrace.bench.load.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Publishes to one queue, with so many messages not confirmed at most. A thread of its own. */
final class Sender implements Party {
  private static final byte[] CONFIRMED = "{\"method\":11,".getBytes(US_ASCII);
  private static final int AT_ONCE = 64;

  private final Link link;
  private final Pace pace;
  private final int window;
  private final ByteBuffer frames;
  private final int frameBytes;
  private final int bodyAt;
  private int open;

  Sender(InetSocketAddress server, String queue, int bytes, int window, Pace pace)
      throws IOException {
    this.link = new Link(server);
    this.pace = pace;
    this.window = window;
    String header =
        "{\"method\":10,\"fields\":{\"queue\":\"%s\",\"pub_type\":\"direct\"}}".formatted(queue);
    ByteBuffer one = Link.frame(header, new byte[bytes]);
    frameBytes = one.remaining();
    bodyAt = frameBytes - bytes;
    frames = ByteBuffer.allocateDirect(AT_ONCE * frameBytes);
    for (int i = 0; i < AT_ONCE; i++) {
      frames.put(one.duplicate());
    }
  }

  @Override
  public void go() throws IOException {
    while (open > 0 && link.hasFrame()) {
      confirm();
    }
    if (window - open < AT_ONCE) {
      link.await();
      return;
    }
    int count = pace.take(AT_ONCE);
    if (count > 0) {
      send(count);
    }
  }

  private void confirm() throws IOException {
    Link.require(link.next(), CONFIRMED);
    open--;
  }

  private void send(int count) throws IOException {
    for (int left = count; left > 0; left -= AT_ONCE) {
      int now = Math.min(left, AT_ONCE);
      if (pace.isEven()) {
        for (int i = 0; i < now; i++) {
          frames.putLong(i * frameBytes + bodyAt, pace.dueNanos());
        }
      }
      link.write(frames.duplicate().position(0).limit(now * frameBytes));
      open += now;
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
