package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameDecoder;
import io.millrace.client.codec.FrameLimits;
import io.millrace.client.codec.MalformedFrameException;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Whatever one client sends, it is answered in frames and, if it is malformed, with an Error before
 * the connection ends; the broker does not fail, and serves another client as before.
 */
public final class ConnectionFuzz {
  private static final FrameLimits LIMITS = new FrameLimits(4096, 1024, 200);
  private static final int DEADLINE_MILLIS = 30_000;

  /** A broker keeps the queues that its clients made up. */
  private static final int INPUTS_OF_A_BROKER = 5_000;

  private static final String OTHER = "the queue of another client";

  /** What the broker logs as an error since the last input. */
  private static final Queue<String> ERRORS = new ConcurrentLinkedQueue<>();

  static {
    AppenderBase<ILoggingEvent> errors =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
              ERRORS.add(event.getFormattedMessage());
            }
          }
        };
    errors.start();
    ((Logger) LoggerFactory.getLogger("io.millrace.broker")).addAppender(errors);
  }

  private static RunningBroker broker;
  private static NativeClient other;
  private static int inputs;

  private ConnectionFuzz() {}

  /** Called before the search, and before its time begins. */
  public static void fuzzerInitialize() throws IOException {
    restart();
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (broker == null || ++inputs % INPUTS_OF_A_BROKER == 0) {
      restart();
    }
    Frames asked = frames(data);
    Frames answers = frames(exchange(data, asked.end()));
    if (answers.malformed()) {
      throw new AssertionError("an answer is no frame, after " + answers.all());
    }
    for (Frame each : answers.all()) {
      if (each instanceof Frame.Fault fault && fault.code() == Codes.FAILED) {
        throw new AssertionError("the broker failed: " + fault);
      }
    }
    if (asked.end()) {
      expectFarewell(answers.all());
    }
    expectService();
    String error = ERRORS.poll();
    if (error != null) {
      throw new AssertionError("the broker failed: " + error);
    }
  }

  private static void restart() throws IOException {
    if (broker != null) {
      broker.close();
    }
    broker =
        new RunningBroker(
            BrokerSettings.embedded()
                .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication().withLimits(LIMITS)));
    other = broker.client().bind(OTHER);
  }

  /** Frames that stand in some bytes, and whether something malformed comes after them. */
  private record Frames(List<Frame> all, boolean malformed) {

    /** Whether a broker has to end the connection. */
    boolean end() {
      return malformed || all.stream().anyMatch(Frames::isForBrokersToSend);
    }

    private static boolean isForBrokersToSend(Frame frame) {
      return frame instanceof Frame.AuthOk
          || frame instanceof Frame.PublishOk
          || frame instanceof Frame.BindOk
          || frame instanceof Frame.UnbindOk
          || frame instanceof Frame.Fault
          || frame instanceof Frame.Push;
    }
  }

  private static Frames frames(byte[] data) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMITS));
    boolean malformed = false;
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(data));
    } catch (MalformedFrameException refusal) {
      malformed = true;
    }
    List<Frame> frames = new ArrayList<>();
    for (Frame each = channel.readInbound(); each != null; each = channel.readInbound()) {
      frames.add(each);
    }
    channel.finishAndReleaseAll();
    return new Frames(frames, malformed);
  }

  /** Sends it, and gives all that comes until the broker ends the connection. */
  private static byte[] exchange(byte[] data, boolean brokerEnds) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(broker.endpoint().address(), DEADLINE_MILLIS);
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.getOutputStream().write(data);
      if (!brokerEnds) {
        socket.shutdownOutput();
      }
      try (InputStream answers = socket.getInputStream()) {
        return answers.readAllBytes();
      }
    }
  }

  private static void expectFarewell(List<Frame> answers) {
    boolean isTold =
        !answers.isEmpty()
            && answers.get(answers.size() - 1) instanceof Frame.Fault fault
            && (fault.code() == 400 || fault.code() == 413);
    if (!isTold) {
      throw new AssertionError("no Error at the end of " + answers);
    }
  }

  /** The other client gets what it publishes. */
  private static void expectService() throws IOException {
    String body = "message " + inputs;
    other.publishAndAwait(OTHER, body);
    Frame.Push push;
    do {
      push = other.push();
      other.ack(push);
    } while (!new String(push.body(), UTF_8).equals(body));
  }
}
