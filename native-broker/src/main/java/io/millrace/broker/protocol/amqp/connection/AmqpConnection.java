package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.FrameParser;
import io.millrace.broker.protocol.amqp.codec.MalformedFrameException;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ProtocolHeader;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.transport.ReadGate.Reason;
import io.millrace.broker.transport.ReadStops;
import io.millrace.broker.transport.Tls;
import io.millrace.broker.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: bytes come in and go out, many with each turn.
 *
 * <p><b>Threads:</b> that of the channel; {@link #hop} any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class AmqpConnection extends ChannelInboundHandlerAdapter implements Tasks.Connection {
  private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);

  /** Before a client is let in: enough for what it says of itself, and for a token. */
  private static final int FIRST_FRAME_MAX = 8 << 10;

  private final AmqpFront front;
  private final Channel channel;
  private final ReadStops stops;
  private final FrameParser parser = new FrameParser(FIRST_FRAME_MAX);
  private final Outgoing out;
  private final Ending ending;
  private final Frames frames;
  private final Intake intake;
  private final Heartbeat heartbeat;
  private final Tasks tasks;
  private @Nullable Future<?> loginDeadline;

  private boolean parses;

  AmqpConnection(AmqpFront front, Channel channel) {
    this.front = front;
    this.channel = channel;
    this.stops = new ReadStops(channel);
    this.out = new Outgoing(channel, AmqpLimits.LEAST_FRAME_MAX);
    this.ending = new Ending(this, channel, out);
    this.frames = new Frames(this, ending, front);
    this.intake = new Intake(stops, parser, frames, channel.alloc());
    this.heartbeat = new Heartbeat(stops, this::beat, this::silent);
    this.tasks = new Tasks(channel.eventLoop(), this);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loginDeadline =
        channel
            .eventLoop()
            .schedule(this::tooLate, front.logins().within().toMillis(), TimeUnit.MILLISECONDS);
    context.fireChannelActive();
  }

  private void tooLate() {
    LOG.debug("{} has not opened a connection in time", this);
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heartbeat.heard();
    intake.accept((ByteBuf) message);
    parse();
  }

  /** Looks at what has come, as far as it may. */
  private void parse() {
    if (parses) {
      return; // The one that runs goes on.
    }
    parses = true;
    try {
      if (intake.header() == ProtocolHeader.ACCEPTED) {
        if (!frames.hasBegun()) {
          frames.begin(place(), Tls.clientCertificate(channel));
        }
        frames.releaseHeld();
        intake.parse();
      } else if (intake.header() == ProtocolHeader.REFUSED) {
        ending.refuseProtocol();
      }
    } catch (MalformedFrameException malformed) {
      ending.malformed(malformed);
    } finally {
      parses = false;
    }
  }

  private ClientPlace place() {
    return new ClientPlace(Transport.clientAddress(channel), Transport.isEncrypted(channel));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    tasks.endTurn();
  }

  @Override
  public void endTurn() {
    frames.endTurn();
    out.flush();
    if (out.isOverfull()) {
      stops.close(Reason.SLOW_READER);
    }
  }

  /** Runs a task, later. From any thread; nothing happens if the connection's thread has ended. */
  void hop(Runnable task) {
    tasks.add(task);
  }

  /** Runs a task after a while, which may hop. */
  void after(Duration delay, Runnable task) {
    channel.eventLoop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks at nothing that comes until a future is done, and {@code then} has run. */
  <T> void await(CompletableFuture<T> future, Consumer<T> then) {
    if (future.isDone() && !future.isCompletedExceptionally()) {
      then.accept(future.join());
      return;
    }
    stops.close(Reason.REQUEST);
    CompletableFuture<?> unused =
        future.whenComplete((value, failure) -> hop(() -> awaited(value, failure, then)));
  }

  private <T> void awaited(T value, @Nullable Throwable failure, Consumer<T> then) {
    if (failure == null) {
      then.accept(value);
    } else {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof ConnectionError error) {
        fail(error);
      } else {
        defect(failure);
      }
    }
    reopen(Reason.REQUEST);
  }

  /** A reason not to read is gone. */
  void reopen(Reason reason) {
    if (stops.open(reason)) {
      parse();
      stops.readOn();
    }
  }

  boolean isStopped() {
    return stops.isClosed();
  }

  void stop(Reason reason) {
    stops.close(reason);
  }

  /** Reads whatever there is no reason to listen to. */
  void readAll() {
    stops.clear();
  }

  /** Listens no more. */
  void endIntake() {
    intake.end();
  }

  void send(Method method) {
    out.method(0, method);
  }

  Outgoing out() {
    return out;
  }

  /** Both sides have agreed on that. */
  void tuned(Tuned tuned) {
    parser.limit(tuned.frameMax());
    out.limit(tuned.frameMax());
    heartbeat.start(tuned.heartbeat(), channel.eventLoop());
  }

  private void beat() {
    if (!out.hasSaid()) {
      out.heartbeat();
      out.flush();
      boolean unused = out.hasSaid();
    }
  }

  private void silent() {
    LOG.info("{} is closed: nothing has come for two heartbeats", this);
    channel.close();
  }

  /** The client is in, or never will be. */
  void endDeadline() {
    if (loginDeadline != null) {
      loginDeadline.cancel(false);
      loginDeadline = null;
    }
  }

  Throttle throttle(Throttle.Client client) {
    return new Throttle(front.shortage(), channel.eventLoop(), this::hop, client, front.blocked());
  }

  /** Tells the client why, and closes. */
  @Override
  public void fail(ConnectionError error) {
    ending.fail(error);
  }

  @Override
  public void defect(Throwable defect) {
    LOG.error("{} failed", this, defect);
    fail(new ConnectionError(ReplyCode.INTERNAL_ERROR, "the broker has failed", 0, 0));
  }

  /**
   * Nothing is done for the client any more.
   *
   * @param counted whether that is a failed attempt for what is not acknowledged
   */
  void leave(boolean counted) {
    endDeadline();
    heartbeat.stop();
    frames.leave(counted);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      hop(this::takenAgain); // It may come within a flush.
    }
  }

  private void takenAgain() {
    frames.writable();
    reopen(Reason.SLOW_READER);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Transport.STOPS) {
      ending.stop();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
      LOG.debug("{} broke", this, cause);
      channel.close();
    } else {
      defect(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    intake.end();
    ending.over();
    out.close();
    context.fireChannelInactive();
  }

  /** For logs. */
  @Override
  public String toString() {
    return "AMQP connection of " + Transport.clientAddress(channel) + frames.nameForLogs();
  }
}
