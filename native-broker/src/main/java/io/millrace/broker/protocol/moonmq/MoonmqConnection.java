package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.transport.ReadGate;
import io.millrace.broker.transport.ReadGate.Reason;
import io.millrace.broker.transport.Transport;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
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

  private static final int MOST_STALLS = 10;

  private final MoonmqFront front;
  private final Channel channel;
  private final ReadGate<Frame> gate;
  private final Outgoing out;
  private final Entry entry;
  private final Ending ending;
  private @Nullable Session session;

  /** Requests that wait for a loop; more than one where one leads to another. */
  private int waits;

  /** How often in a row nothing was read for too long from one who took nothing. */
  private int stalls;

  /** Whether the client was not listened to when nothing was read for too long. */
  private boolean deaf;

  MoonmqConnection(MoonmqFront front, Channel channel) {
    this.front = front;
    this.channel = channel;
    this.gate = new ReadGate<>(channel, this::handle);
    this.out = new Outgoing(channel, front.messageIds());
    this.entry =
        new Entry(
            this,
            front.login(channel.remoteAddress(), Transport.isEncrypted(channel)),
            front.settings().logins());
    this.ending = new Ending(channel, out);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    front.identityOfAnybody().ifPresentOrElse(this::enter, () -> entry.begin(channel.eventLoop()));
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    stalls = 0;
    if (ending.isOpen()) {
      gate.accept((Frame) message);
    }
  }

  private void handle(Frame frame) {
    if (ending.isOpen()) {
      if (session == null) {
        entry.handle(frame);
      } else {
        frame.match(session).ifPresent(this::end);
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
    entry.end();
    front
        .host()
        .ifPresentOrElse(
            host -> session = new Session(this, identity, host, front),
            () ->
                end(Codes.fault(Codes.UNAVAILABLE, Method.AUTH, "there is no such virtual host")));
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
    await(future, then, reply::answer, method);
  }

  /** As the other one; {@code failed} is told where the broker has failed. */
  <T> void await(
      CompletableFuture<T> future,
      java.util.function.Consumer<T> then,
      java.util.function.Consumer<Fault> failed,
      Method method) {
    waits++;
    gate.close(Reason.REQUEST);
    future.whenComplete(
        (value, failure) ->
            hop(
                () -> {
                  if (failure == null) {
                    then.accept(value);
                  } else {
                    LOG.error("{} failed", method, failure);
                    failed.accept(Codes.fault(Codes.FAILED, method, "the broker has failed"));
                  }
                  waited();
                }));
  }

  private void waited() {
    if (--waits == 0) {
      gate.open(Reason.REQUEST);
    }
    endTurn();
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
      if (isSilent()) {
        end(new Fault(Codes.TIMEOUT, Fault.NO_METHOD, "nothing came for too long"));
      }
    } else if (event == Transport.STOPS) {
      endWith(new Fault(Codes.UNAVAILABLE, Fault.NO_METHOD, "the broker stops"), false);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /** Whoever is not listened to is not silent; but one who takes nothing for long is gone. */
  private boolean isSilent() {
    if (gate.isClosed()) {
      deaf = true;
      return gate.isClosed(Reason.SLOW_READER) && ++stalls > MOST_STALLS;
    }
    boolean silent = !deaf;
    deaf = false;
    return silent;
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

  private void leave(boolean counted) {
    entry.end();
    if (session != null) {
      session.close(counted);
    }
  }
}
