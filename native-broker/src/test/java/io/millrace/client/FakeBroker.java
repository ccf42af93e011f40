package io.millrace.client;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameBuffer;
import io.millrace.client.codec.FrameDecoder;
import io.millrace.client.codec.FrameLimits;
import io.millrace.testkit.server.LoopbackPorts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A listener on the loopback address that says what a test has it say. Nobody has to log in. */
public final class FakeBroker implements AutoCloseable {
  private final int port = LoopbackPorts.free();
  private final List<Peer> peers = new ArrayList<>();
  private ServerSocket listener;

  public FakeBroker() throws IOException {
    listener = listen(port);
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }

  /** Nobody can connect until {@link #listenAgain}. */
  void refuse() throws IOException {
    listener.close();
  }

  void listenAgain() throws IOException {
    listener = listen(port);
  }

  /** A client of it that nothing delays. */
  MillraceClientBuilder client() {
    return MillraceClient.builder()
        .address(address())
        .timeout(Duration.ofSeconds(30))
        .pauses(Duration.ofMillis(5), Duration.ofMillis(50));
  }

  public String address() {
    return LoopbackPorts.HOST + ":" + port;
  }

  /** The next client that connects. */
  public Peer accept() throws IOException {
    return accept(Bodies.PATIENCE)
        .orElseThrow(() -> new AssertionError("nobody connected within " + Bodies.PATIENCE));
  }

  /** The next client that connects within that time. */
  Optional<Peer> accept(Duration patience) throws IOException {
    listener.setSoTimeout(Math.toIntExact(patience.toMillis()));
    try {
      Peer peer = new Peer(listener.accept());
      peers.add(peer);
      return Optional.of(peer);
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    for (Peer each : peers) {
      each.close();
    }
    listener.close();
  }

  /** One connection. */
  public static final class Peer {
    private final Socket socket;
    private final EmbeddedChannel decoder =
        new EmbeddedChannel(new FrameDecoder(FrameLimits.DEFAULT));

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(Math.toIntExact(Bodies.PATIENCE.toMillis()));
    }

    /** The next frame, which has to be of that kind. */
    public <T extends Frame> T expect(Class<T> kind) throws IOException {
      Frame next = next();
      if (!kind.isInstance(next)) {
        throw new AssertionError("not a " + kind.getSimpleName() + ": " + next);
      }
      return kind.cast(next);
    }

    /** Whether nothing comes in that time. */
    boolean isSilentFor(Duration time) throws IOException {
      socket.setSoTimeout(Math.toIntExact(time.toMillis()));
      try {
        return decoder.inboundMessages().isEmpty() && socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException silent) {
        return true;
      }
    }

    private Frame next() throws IOException {
      byte[] bytes = new byte[4_096];
      for (Frame ready = decoder.readInbound(); ; ready = decoder.readInbound()) {
        if (ready != null) {
          return ready;
        }
        int count = read(bytes);
        if (count < 0) {
          throw new AssertionError("the client has closed the connection");
        }
        decoder.writeInbound(Unpooled.copiedBuffer(bytes, 0, count));
      }
    }

    private int read(byte[] into) throws IOException {
      try {
        return socket.getInputStream().read(into);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("nothing came within " + Bodies.PATIENCE, e);
      }
    }

    /** Expects a bind and does it. */
    Peer bind() throws IOException {
      return send(new Frame.BindOk(expect(Frame.Bind.class).queue(), 0));
    }

    /** Expects an unbind and does it. */
    Peer unbind() throws IOException {
      return send(new Frame.UnbindOk(expect(Frame.Unbind.class).queue()));
    }

    /** Sends frames in one piece. */
    public Peer send(Frame... frames) throws IOException {
      EmbeddedChannel encoder = new EmbeddedChannel();
      FrameBuffer buffer = new FrameBuffer(encoder.alloc());
      for (Frame each : frames) {
        buffer.add(each);
      }
      buffer.writeTo(encoder, encoder.newPromise());
      ByteBuf piece = encoder.readOutbound();
      byte[] bytes = new byte[piece.readableBytes()];
      piece.readBytes(bytes).release();
      if (encoder.readOutbound() != null) {
        throw new AssertionError("too large for one piece");
      }
      socket.getOutputStream().write(bytes);
      encoder.finishAndReleaseAll();
      return this;
    }

    /** Whether the client ends the connection, with nothing more to say. */
    boolean isEnded() throws IOException {
      return decoder.readInbound() == null && read(new byte[1]) < 0;
    }

    void close() throws IOException {
      decoder.finishAndReleaseAll();
      socket.close();
    }
  }
}
