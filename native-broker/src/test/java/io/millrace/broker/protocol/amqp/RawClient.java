package io.millrace.broker.protocol.amqp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.ChannelClose;
import io.millrace.broker.protocol.amqp.codec.ChannelOpen;
import io.millrace.broker.protocol.amqp.codec.ChannelOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionClose;
import io.millrace.broker.protocol.amqp.codec.ConnectionCloseOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionStartOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionTune;
import io.millrace.broker.protocol.amqp.codec.ConnectionTuneOk;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.FrameParser;
import io.millrace.broker.protocol.amqp.codec.FrameSink;
import io.millrace.broker.protocol.amqp.codec.FrameWriter;
import io.millrace.broker.protocol.amqp.codec.MalformedFrameException;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.transport.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;

/**
 * A client that sends what it is told, frame by frame, whether the protocol allows it or not, and
 * reads when it is told. For one thread.
 */
public final class RawClient implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 30_000;
  private static final int FRAME_MAX = 128 << 10;
  private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  private final Socket socket;
  private final FrameParser parser = new FrameParser(FRAME_MAX);
  private final FrameWriter writer = new FrameWriter(FRAME_MAX);
  private final ByteBuf incoming = Unpooled.buffer();
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();

  /** Something that came; a method, a content header, a part of a body or a heartbeat. */
  private record Frame(int channel, Object what) {}

  /** What a heartbeat is shown as. */
  private static final Object HEARTBEAT = "heartbeat";

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects, and says nothing. */
  public static RawClient connect(Endpoint endpoint) throws IOException {
    return over(new Socket(), endpoint);
  }

  /** As {@link #connect}, over a socket of another kind. */
  public static RawClient over(Socket socket, Endpoint endpoint) throws IOException {
    InetSocketAddress address = (InetSocketAddress) endpoint.address();
    socket.connect(address, DEADLINE_MILLIS);
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.setTcpNoDelay(true);
    return new RawClient(socket);
  }

  /** Connects, and says hello. */
  public static RawClient greet(Endpoint endpoint) throws IOException {
    RawClient client = connect(endpoint);
    client.write(HEADER);
    return client;
  }

  /** Connects, and opens a connection as guest. */
  public static RawClient open(Endpoint endpoint) throws IOException {
    return greet(endpoint).logIn("guest").tune(2047, FRAME_MAX, 0).enter("/");
  }

  /** The protocol header. */
  public RawClient hello() throws IOException {
    write(HEADER);
    return this;
  }

  /** Up to connection.tune, as a user whose password is the same as the name. */
  public RawClient logIn(String user) throws IOException {
    expect(ConnectionStart.class);
    startOk("PLAIN", plain(user, user));
    expect(ConnectionTune.class);
    return this;
  }

  public RawClient startOk(String mechanism, byte[] response) throws IOException {
    return startOk(mechanism, response, capabilities("authentication_failure_close"));
  }

  public RawClient startOk(String mechanism, byte[] response, Headers properties)
      throws IOException {
    return send(0, new ConnectionStartOk(properties, mechanism, Octets.of(response), "en_US"));
  }

  public static byte[] plain(String user, String password) {
    return ("\0" + user + "\0" + password).getBytes(UTF_8);
  }

  /** The properties of a client that can do these. */
  public static Headers capabilities(String... names) {
    Headers.Builder capabilities = Headers.builder();
    for (String name : names) {
      capabilities.put(name, HeaderValue.of(true));
    }
    return Headers.builder()
        .put("product", HeaderValue.of("raw"))
        .put("capabilities", HeaderValue.of(capabilities.build()))
        .build();
  }

  public RawClient tune(int channelMax, long frameMax, int heartbeatSeconds) throws IOException {
    return send(0, new ConnectionTuneOk(channelMax, frameMax, heartbeatSeconds));
  }

  public RawClient enter(String virtualHost) throws IOException {
    send(0, new ConnectionOpen(virtualHost));
    expect(ConnectionOpenOk.class);
    return this;
  }

  public RawClient channel(int number) throws IOException {
    send(number, ChannelOpen.DEFAULT);
    assertThat(expect(ChannelOpenOk.class)).isNotNull();
    return this;
  }

  public RawClient send(int channel, Method method) throws IOException {
    ByteBuf out = Unpooled.buffer();
    writer.method(channel, method, out);
    return write(out);
  }

  public RawClient send(int channel, Method method, Properties properties, byte[] body)
      throws IOException {
    ByteBuf out = Unpooled.buffer();
    writer.content(channel, method, properties, body, out);
    return write(out);
  }

  public RawClient heartbeat() throws IOException {
    ByteBuf out = Unpooled.buffer();
    writer.heartbeat(out);
    return write(out);
  }

  private RawClient write(ByteBuf out) throws IOException {
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return write(bytes);
  }

  /** Whatever bytes. */
  public RawClient write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next frame that is no heartbeat, which is to be that method. */
  public <T extends Method> T expect(Class<T> type) throws IOException {
    Object next = next();
    while (next == HEARTBEAT) {
      next = next();
    }
    assertThat(next).isInstanceOf(type);
    return type.cast(next);
  }

  /** The body of the content whose method was seen last. */
  public byte[] body() throws IOException {
    Object header = next();
    assertThat(header).isInstanceOf(ContentHeader.class);
    byte[] body = new byte[(int) ((ContentHeader) header).bodySize()];
    for (int received = 0; received < body.length; ) {
      byte[] part = (byte[]) next();
      System.arraycopy(part, 0, body, received, part.length);
      received += part.length;
    }
    return body;
  }

  /** The next frame, which is to be a heartbeat. */
  public void expectHeartbeat() throws IOException {
    assertThat(next()).isEqualTo(HEARTBEAT);
  }

  /** The next frame is to be a connection.close of that kind; gives its text. */
  public String expectClose(int code) throws IOException {
    ConnectionClose close = expect(ConnectionClose.class);
    assertThat(close.replyCode()).as(close.replyText()).isEqualTo(code);
    return close.replyText();
  }

  /**
   * What the broker says when it ends the connection or a channel: the code after "connection" or
   * "channel"; "header" for a protocol header; "end" if it ends the connection without a word;
   * "nothing" if the client has closed the connection and that is all. What comes before is thrown
   * away.
   */
  public String farewell() throws IOException {
    try {
      while (true) {
        Object next = next();
        if (next instanceof ConnectionClose close) {
          return "connection " + close.replyCode();
        }
        if (next instanceof ChannelClose close) {
          return "channel " + close.replyCode();
        }
        if (next instanceof ConnectionCloseOk) {
          return "nothing";
        }
        if (next instanceof String && next != HEARTBEAT) {
          return "end";
        }
      }
    } catch (MalformedFrameException noFrame) {
      return incoming.toString(US_ASCII).startsWith("AMQP") ? "header" : noFrame.text();
    } catch (SocketException reset) {
      return "end";
    }
  }

  /** Whether the broker has ended the connection; whatever comes before that is thrown away. */
  public boolean isEnded() throws IOException {
    byte[] bytes = new byte[4096];
    try {
      while (socket.getInputStream().read(bytes) >= 0) {}
    } catch (SocketException reset) {
      return true;
    }
    return true;
  }

  /** The next bytes as text, to the end of the connection. */
  public String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  private Object next() throws IOException {
    while (frames.isEmpty()) {
      byte[] bytes = new byte[64 << 10];
      int count = socket.getInputStream().read(bytes);
      if (count < 0) {
        return "the end of the connection";
      }
      incoming.writeBytes(bytes, 0, count);
      parser.parse(incoming, new Collector());
      incoming.discardSomeReadBytes();
    }
    return frames.remove().what();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private final class Collector implements FrameSink {
    @Override
    public void method(int channel, Method method) {
      frames.add(new Frame(channel, method));
    }

    @Override
    public void header(int channel, ContentHeader header) {
      frames.add(new Frame(channel, header));
    }

    @Override
    public void body(int channel, ByteBuf from, int bytes, int left) {
      byte[] part = new byte[bytes];
      from.getBytes(from.readerIndex(), part);
      frames.add(new Frame(channel, part));
    }

    @Override
    public void heartbeat() {
      frames.add(new Frame(0, HEARTBEAT));
    }
  }
}
