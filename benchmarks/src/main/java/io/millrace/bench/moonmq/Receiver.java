package io.millrace.bench.moonmq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.bench.load.Pace;
import io.millrace.bench.load.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import org.HdrHistogram.Histogram;

/** Binds one queue, and acks all that comes. A thread of its own, or that of a group. */
final class Receiver implements Party {
  private static final byte[] BOUND = "{\"method\":21,".getBytes(US_ASCII);
  private static final byte[] END = "\"}}".getBytes(US_ASCII);
  private static final int MOST_DIGITS = 20;
  private static final int LENGTHS = 2 * Integer.BYTES;

  private final Link link;
  private final Pace pace;
  private final byte[] pushed;
  private final byte[] ack;
  private final int bytes;
  private final Histogram latency;
  private final ByteBuffer acks = ByteBuffer.allocateDirect(64 << 10);

  /**
   * @param latency what it records the age of messages in, where the pace is even; its own
   */
  Receiver(
      InetSocketAddress server, String queue, int bytes, int credit, Pace pace, Histogram latency)
      throws IOException {
    this.link = new Link(server);
    this.pace = pace;
    this.bytes = bytes;
    this.latency = latency;
    String named = "\"fields\":{\"queue\":\"%s\",".formatted(queue);
    pushed = ("{\"method\":10030," + named + "\"msg_id\":\"").getBytes(US_ASCII);
    ack = ("{\"method\":10040," + named + "\"msg_id\":\"").getBytes(US_ASCII);
    bind(link, queue, credit);
  }

  void register(Selector selector) throws IOException {
    link.register(selector, this);
  }

  static void bind(Link link, String queue, int credit) throws IOException {
    String header =
        "{\"method\":20,\"fields\":{\"queue\":\"%s\",\"credit\":\"%d\"}}".formatted(queue, credit);
    link.write(Link.frame(header, new byte[0]));
    link.expect(BOUND);
  }

  @Override
  public void go() throws IOException {
    link.await();
    int count = 0;
    while (link.hasFrame()) {
      take(link.next());
      count++;
    }
    link.write(acks.flip());
    acks.clear();
    pace.received(count);
  }

  private void take(ByteBuffer frame) throws IOException {
    Link.require(frame, pushed);
    if (acks.remaining() < LENGTHS + ack.length + MOST_DIGITS + END.length) {
      link.write(acks.flip());
      acks.clear();
    }
    int start = acks.position();
    acks.position(start + LENGTHS).put(ack);
    for (byte digit = frame.get(); digit != '"'; digit = frame.get()) {
      acks.put(digit);
    }
    acks.put(END);
    int headerBytes = acks.position() - start - LENGTHS;
    acks.putInt(start, Integer.BYTES + headerBytes).putInt(start + Integer.BYTES, headerBytes);
    if (pace.isEven()) {
      long due = frame.getLong(frame.limit() - bytes);
      if (pace.counts(due)) {
        latency.recordValue(Math.max(0, System.nanoTime() - due));
      }
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
