package io.millrace.bench.moonmq;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A connection that does no more than it must, so that what is measured is the broker: frames are
 * made by copying, and of what comes only the beginning is compared. For one thread, which it
 * blocks unless it is registered.
 */
final class Link implements AutoCloseable {
  private static final byte[] LOGIN = "\0guest\0guest".getBytes(US_ASCII);
  private static final byte[] LOGGED_IN = "{\"method\":1,".getBytes(US_ASCII);
  private static final int LENGTHS = 2 * Integer.BYTES;

  private final SocketChannel channel;
  private final ByteBuffer in;

  Link(InetSocketAddress server) throws IOException {
    this(server, new InetSocketAddress(0), 256 << 10);
  }

  /**
   * @param from the address that it is to come from
   * @param bufferBytes what may come at once
   */
  Link(InetSocketAddress server, InetSocketAddress from, int bufferBytes) throws IOException {
    in = ByteBuffer.allocateDirect(bufferBytes).flip();
    channel = SocketChannel.open().bind(from);
    channel.connect(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    write(frame("{\"method\":0,\"fields\":{\"mechanism\":\"PLAIN\"}}", LOGIN));
    expect(LOGGED_IN);
  }

  /** From now on {@link #await} takes what there is, and the selector tells when there is some. */
  void register(Selector selector, Object attachment) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, attachment);
  }

  static ByteBuffer frame(String header, byte[] body) {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(LENGTHS + json.length + body.length);
    frame.putInt(Integer.BYTES + json.length + body.length).putInt(json.length);
    return frame.put(json).put(body).flip();
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Waits for a frame whose header begins so, and forgets it. */
  void expect(byte[] beginning) throws IOException {
    while (!hasFrame()) {
      await();
    }
    ByteBuffer frame = next();
    require(frame, beginning);
  }

  /** Waits until more has come. */
  void await() throws IOException {
    in.compact();
    int count = channel.read(in);
    in.flip();
    if (count < 0) {
      throw new EOFException("the broker has closed the connection");
    }
  }

  boolean hasFrame() {
    return in.remaining() >= LENGTHS && in.remaining() >= Integer.BYTES + in.getInt(in.position());
  }

  /** A view of the next frame, at its header; good until the next {@link #await}. */
  ByteBuffer next() {
    int start = in.position();
    int end = start + Integer.BYTES + in.getInt(start);
    ByteBuffer frame = in.duplicate().limit(end).position(start + LENGTHS);
    in.position(end);
    return frame;
  }

  /** Leaves the frame behind the bytes that its header must begin with. */
  static void require(ByteBuffer frame, byte[] beginning) throws IOException {
    int start = frame.position();
    for (int i = 0; i < beginning.length; i++) {
      if (frame.get(start + i) != beginning[i]) {
        byte[] found = new byte[frame.remaining()];
        frame.get(found);
        throw new IOException(
            "not "
                + new String(beginning, UTF_8)
                + " but "
                + new String(Arrays.copyOf(found, Math.min(found.length, 300)), UTF_8));
      }
    }
    frame.position(start + beginning.length);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
