package io.millrace.bench.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import io.millrace.broker.protocol.amqp.codec.ChannelOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionStartOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.protocol.amqp.codec.ConnectionTuneOk;
import io.millrace.broker.protocol.amqp.codec.FieldReader;
import io.millrace.broker.protocol.amqp.codec.FrameWriter;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.Methods;
import io.millrace.broker.protocol.amqp.codec.ProtocolHeader;
import io.millrace.broker.protocol.amqp.codec.ProtocolNumbers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A connection with one channel that does no more than it must, so that what is measured is the
 * broker: of what comes only the beginning is looked at. For one thread, which it blocks.
 */
public final class AmqpLink implements AutoCloseable {
  static final int CHANNEL = 1;

  private static final int HEAD = 7;
  private static final int BUFFER_BYTES = 512 << 10;

  private final SocketChannel socket = SocketChannel.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
  private int type;
  private int payload;
  private int payloadBytes;
  private Headers server = Headers.EMPTY;
  private final FrameWriter writer = new FrameWriter(ProtocolNumbers.LEAST_FRAME_MAX);

  /** Connects, logs in and opens the channel. */
  public AmqpLink(Target target) throws IOException {
    boolean isOpen = false;
    try {
      open(target);
      isOpen = true;
    } finally {
      if (!isOpen) {
        close();
      }
    }
  }

  private void open(Target target) throws IOException {
    socket.connect(target.address());
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    write(frames(ProtocolHeader::write));
    expect(ConnectionStart.ID);
    server = ((ConnectionStart) method()).serverProperties();
    byte[] login = ("\0" + target.user() + "\0" + target.password()).getBytes(UTF_8);
    send(0, new ConnectionStartOk(Headers.EMPTY, "PLAIN", Octets.of(login), "en_US"));
    expect(ConnectionTune.ID);
    ConnectionTune tune = (ConnectionTune) method();
    writer.limit((int) tune.frameMax());
    send(0, new ConnectionTuneOk(tune.channelMax(), tune.frameMax(), 0));
    send(0, new ConnectionOpen(target.virtualHost()));
    expect(ConnectionOpenOk.ID);
    send(CHANNEL, ChannelOpen.DEFAULT);
    expect(ChannelOpenOk.ID);
  }

  /**
   * What the broker says of itself when it greets, such as its {@code product}.
   *
   * @throws IOException when it does not say it
   */
  public String serverProperty(String name) throws IOException {
    if (server.get(name) instanceof Text text) {
      return new String(text.bytes(), UTF_8);
    }
    throw new IOException("the broker does not say its " + name);
  }

  /** Writes as the broker wants it. */
  FrameWriter writer() {
    return writer;
  }

  /** What a writer writes, to be sent as often as one likes. */
  static ByteBuffer frames(Consumer<ByteBuf> writing) {
    ByteBuf out = Unpooled.buffer();
    writing.accept(out);
    return out.nioBuffer();
  }

  /** Sends a method on the channel and waits for an answer of that number. */
  public void ask(Method method, int answerId) throws IOException {
    send(CHANNEL, method);
    expect(answerId);
  }

  private void send(int channel, Method method) throws IOException {
    write(frames(out -> writer.method(channel, method, out)));
  }

  private void expect(int id) throws IOException {
    while (!hasFrame()) {
      await();
    }
    next();
    if (methodId() != id) {
      throw unexpected();
    }
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /** Waits until more has come. */
  void await() throws IOException {
    in.compact();
    int count = socket.read(in);
    in.flip();
    if (count < 0) {
      throw new EOFException("the broker has closed the connection");
    }
  }

  boolean hasFrame() {
    return in.remaining() > HEAD && in.remaining() > HEAD + in.getInt(in.position() + 3);
  }

  /** Goes on to the next frame, which is there and stays until the next {@link #await}. */
  void next() {
    int start = in.position();
    type = in.get(start);
    payload = start + HEAD;
    payloadBytes = in.getInt(start + 3);
    in.position(payload + payloadBytes + 1);
  }

  /** Class and method of the frame, or 0 if it has none. */
  int methodId() {
    return type == ProtocolNumbers.METHOD ? in.getInt(payload) : 0;
  }

  /** The byte there in the payload of the frame. */
  int octet(int offset) {
    return in.get(payload + offset) & 0xFF;
  }

  /** The eight bytes there in the payload of the frame. */
  long longLong(int offset) {
    return in.getLong(payload + offset);
  }

  /** The method of the frame with all its fields. */
  private Method method() {
    FieldReader fields = new FieldReader();
    fields.read(Unpooled.wrappedBuffer(in.duplicate().clear()), payload, payloadBytes);
    return Methods.decode(fields.shortInteger(), fields.shortInteger(), fields);
  }

  /** What to say of a frame that nobody waits for, such as the end of the channel. */
  IOException unexpected() {
    return new IOException(
        type == ProtocolNumbers.METHOD ? "the broker said " + method() : "a frame of type " + type);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
