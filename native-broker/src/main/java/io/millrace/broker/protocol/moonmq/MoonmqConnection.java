package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.transport.ReadGate;
import io.millrace.broker.transport.ReadGate.Reason;
import io.millrace.broker.transport.Silence;
import io.millrace.broker.transport.Transport;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.Stay;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.FrameDecoder;
import io.millrace.client.codec.MalformedFrameException;
import io.millrace.client.codec.Method;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: frames come in and go out, replies in the order of their requests.
 *
 * <p><b>Threads:</b> that of the channel; {@link #hop} any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class MoonmqConnection extends ChannelInboundHandlerAdapter implements Peer {
  private static final Logger LOG = LoggerFactory.getLogger(MoonmqConnection.class);

  private final MoonmqFront front;
  private final Channel channel;
  private final FrameDecoder decoder;
  private final ReadGate<Frame> gate;
  private final Outgoing out;
  private final Ending ending;
  private final Waits waits;
  private final Silence silence;

  /** Until the client is let in. */
  private @Nullable Entry entry;

  private @Nullable Session session;

  /** Once the client is in. */
  private @Nullable Stay stay;

  /**
   * @param decoder which lets no more through than a login takes
   */
  MoonmqConnection(MoonmqFront front, Channel channel, FrameDecoder decoder) {
    this.front = front;
    this.channel = channel;
    this.decoder = decoder;
    this.gate = new ReadGate<>(channel, this::handle);
    this.waits = new Waits(gate, this::hop, this::endTurn, channel.pipeline()::fireExceptionCaught);
    this.silence = new Silence(gate.stops());
    this.out = new Outgoing(channel, front.messageIds());
    this.entry =
        new Entry(
            this,
            front.login(Transport.clientAddress(channel), Transport.isEncrypted(channel)),
            front.settings().logins());
    this.ending = new Ending(channel, out);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    front.identityOfAnybody().ifPresentOrElse(this::enter, this::awaitLogin);
    context.fireChannelActive();
  }

  private void awaitLogin() {
    if (entry != null) {
      entry.begin(channel.eventLoop());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    silence.broken();
    if (ending.isOpen()) {
      gate.accept((Frame) message);
    }
  }

  private void handle(Frame frame) {
    if (ending.isOpen()) {
      if (session != null) {
        frame.match(session).ifPresent(this::end);
      } else if (entry != null) {
        entry.handle(frame);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    endTurn();
  }

  private void endTurn() {
    if (session != null) {
      session.endRead();
    }
    flush();
  }

  /** Whether nothing has ended it yet. */
  boolean isOpen() {
    return ending.isOpen();
  }

  /** The client is let in. */
  void enter(Identity identity) {
    endEntry();
    decoder.limitBodies(front.settings().limits().bodyBytes());
    front
        .host()
        .ifPresentOrElse(
            host -> {
              session = new Session(this, identity, host, front);
              stay = front.stays().begin(host, identity.admission(), this::sentAway);
            },
            () ->
                end(Codes.fault(Codes.UNAVAILABLE, Method.AUTH, "there is no such virtual host")));
  }

  /** From any thread. */
  private void sentAway(String why) {
    hop(() -> endWith(new Fault(Codes.FORBIDDEN, Fault.NO_METHOD, why), false));
  }

  @Override
  public Reply openReply() {
    return out.openReply();
  }

  @Override
  public <T> void await(
      CompletableFuture<T> future,
      java.util.function.Consumer<T> then,
      Reply reply,
      Method method) {
    waits.add(future, then, reply::answer, method);
  }

  /** As for a request that has no reply yet. */
  <T> void await(
      CompletableFuture<T> future,
      java.util.function.Consumer<T> then,
      java.util.function.Consumer<Fault> failed,
      Method method) {
    waits.add(future, then, failed, method);
  }

  @Override
  public void holdPublishes() {
    gate.close(Reason.PUBLISHES);
  }

  @Override
  public void releasePublishes() {
    gate.open(Reason.PUBLISHES);
    endTurn();
  }

  @Override
  public boolean isTakenFrom() {
    return out.isTaken();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session == null || !ending.isOpen()) {
      return;
    }
    boolean writable = out.isTaken();
    session.flow(writable);
    if (writable) {
      gate.open(Reason.SLOW_READER);
      endTurn();
    } else {
      gate.close(Reason.SLOW_READER);
    }
  }

  @Override
  public void tell(Fault fault) {
    out.tell(fault);
  }

  @Override
  public void flush() {
    out.flush();
    ending.goOn();
  }

  @Override
  public void push(Consumer consumer, Deliveries deliveries) {
    if (!consumer.isGone()) {
      out.push(consumer, deliveries);
    }
  }

  @Override
  public void queueGone(Consumer consumer) {
    if (session != null && ending.isOpen()) {
      session.queueGone(consumer);
      flush();
    }
  }

  @Override
  public void hop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException stopped) {
      // Connections are closed before their threads end: all that was held has gone back.
      LOG.debug("too late for a connection", stopped);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      if (silence.isTheEnd()) {
        end(new Fault(Codes.TIMEOUT, Fault.NO_METHOD, "nothing came for too long"));
      }
    } else if (event == Transport.STOPS) {
      endWith(new Fault(Codes.UNAVAILABLE, Fault.NO_METHOD, "the broker stops"), false);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof MalformedFrameException malformed) {
      Fault fault = new Fault(malformed.code(), Fault.NO_METHOD, malformed.text());
      gate.finish(() -> end(fault));
    } else if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
      LOG.debug("connection of {} broke", channel.remoteAddress(), cause);
      channel.close();
    } else {
      LOG.error("connection of {} failed", channel.remoteAddress(), cause);
      end(new Fault(Codes.FAILED, Fault.NO_METHOD, "the broker has failed"));
    }
  }

  /** Tells the client why, after the replies that it is owed, and closes. */
  void end(Fault why) {
    endWith(why, true);
  }

  /**
   * @param counted whether that is a failed attempt for what is not acked
   */
  private void endWith(Fault why, boolean counted) {
    if (ending.isOpen()) {
      endTurn();
      leave(counted);
      gate.giveUp();
      ending.begin(why);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean wasOpen = ending.isOpen();
    ending.done();
    out.close();
    if (wasOpen) {
      leave(true);
    }
    context.fireChannelInactive();
  }

  private void endEntry() {
    if (entry != null) {
      entry.end();
      entry = null;
    }
  }

  private void leave(boolean counted) {
    endEntry();
    if (stay != null) {
      stay.end();
    }
    if (session != null) {
      session.close(counted);
    }
  }
}
