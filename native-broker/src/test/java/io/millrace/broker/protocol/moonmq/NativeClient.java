package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.transport.Endpoint;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameBuffer;
import io.millrace.client.codec.FrameDecoder;
import io.millrace.client.codec.FrameLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client with a real socket and the codec: pushes and everything else are kept apart. */
final class NativeClient implements AutoCloseable {
  static final int DEADLINE_SECONDS = 30;

  private final ByteChannel socket;
  private final BlockingQueue<Frame.Push> pushes = new LinkedBlockingQueue<>();
  private final BlockingQueue<Frame> others = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private NativeClient(ByteChannel socket) {
    this.socket = socket;
  }

  /** Connects, and reads what comes. */
  static NativeClient connect(Endpoint endpoint) throws IOException {
    NativeClient client = connectWithoutReading(endpoint);
    client.startReading();
    return client;
  }

  /** Talks over a connection that is there, and reads what comes. */
  static NativeClient over(ByteChannel connection) {
    NativeClient client = new NativeClient(connection);
    client.startReading();
    return client;
  }

  static NativeClient connectWithoutReading(Endpoint endpoint) throws IOException {
    SocketChannel socket = SocketChannel.open(endpoint.address());
    if (endpoint.address() instanceof InetSocketAddress) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return new NativeClient(socket);
  }

  void startReading() {
    Thread reader = new Thread(this::read, "native-client");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    EmbeddedChannel decoder = new EmbeddedChannel(new FrameDecoder(FrameLimits.DEFAULT));
    ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
    try {
      while (socket.read(bytes.clear()) >= 0) {
        decoder.writeInbound(Unpooled.copiedBuffer(bytes.flip()));
        for (Frame each = decoder.readInbound(); each != null; each = decoder.readInbound()) {
          if (each instanceof Frame.Push push) {
            pushes.add(push);
          } else {
            others.add(each);
          }
        }
      }
    } catch (IOException broken) {
      others.add(new Frame.Fault(0, Frame.Fault.NO_METHOD, broken.toString()));
    } finally {
      decoder.finishAndReleaseAll();
      ended.countDown();
    }
  }

  NativeClient send(Frame... frames) throws IOException {
    EmbeddedChannel encoder = new EmbeddedChannel();
    FrameBuffer buffer = new FrameBuffer(encoder.alloc());
    for (Frame each : frames) {
      buffer.add(each);
    }
    buffer.writeTo(encoder, encoder.newPromise());
    for (ByteBuf piece = encoder.readOutbound(); piece != null; piece = encoder.readOutbound()) {
      write(piece.nioBuffer());
      piece.release();
    }
    encoder.finishAndReleaseAll();
    return this;
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /** Logs in as the first user. */
  NativeClient logIn() throws IOException {
    return logIn("guest");
  }

  NativeClient logIn(String password) throws IOException {
    return send(new Frame.Auth("PLAIN", ("\0guest\0" + password).getBytes(UTF_8)));
  }

  NativeClient publish(String queue, String... bodies) throws IOException {
    Frame[] frames = new Frame[bodies.length];
    for (int i = 0; i < bodies.length; i++) {
      frames[i] = Frame.Publish.direct(queue, "", bodies[i].getBytes(UTF_8));
    }
    return send(frames);
  }

  /** Publishes, and waits until each is confirmed. */
  NativeClient publishAndAwait(String queue, String... bodies) throws IOException {
    publish(queue, bodies);
    for (int i = 0; i < bodies.length; i++) {
      expect(Frame.PublishOk.class);
    }
    return this;
  }

  NativeClient bind(String queue) throws IOException {
    send(new Frame.Bind(queue, "", false, 0));
    expect(Frame.BindOk.class);
    return this;
  }

  NativeClient ack(Frame.Push push) throws IOException {
    return send(new Frame.Ack(push.queue(), push.messageId()));
  }

  /** The next message. */
  Frame.Push push() {
    return take(pushes);
  }

  List<String> bodies(int count) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(new String(push().body(), UTF_8));
    }
    return bodies;
  }

  int pushesWaiting() {
    return pushes.size();
  }

  /** The next frame that is no message; it has to be of that kind. */
  <T extends Frame> T expect(Class<T> kind) {
    Frame next = take(others);
    if (!kind.isInstance(next)) {
      throw new AssertionError("not a " + kind.getSimpleName() + ": " + next);
    }
    return kind.cast(next);
  }

  /** Whether the broker ends the connection. */
  boolean isEnded() throws InterruptedException {
    return ended.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  boolean isOpen() {
    return ended.getCount() > 0;
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
