package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.transport.ReadGate;
import io.millrace.broker.transport.ReadGate.Reason;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.FrameBuffer;
import io.millrace.client.codec.MalformedFrameException;
import io.millrace.client.codec.Method;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
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
  private final ReadGate<Frame> gate;
  private final FrameBuffer out;
  private final PushWriter pushes;
  private final ReplyLine replies = new ReplyLine();
  private @Nullable Session session;

  /** Requests that wait for a loop; more than one where one leads to another. */
  private int waits;

  private boolean ended;

  MoonmqConnection(MoonmqFront front, Channel channel) {
    this.front = front;
    this.channel = channel;
    this.gate = new ReadGate<>(channel, this::handle);
    this.out = new FrameBuffer(channel.alloc());
    this.pushes = new PushWriter(front.messageIds());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    front.identityOfAnybody().ifPresent(this::enter);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!ended) {
      gate.accept((Frame) message);
    }
  }

  private void handle(Frame frame) {
    if (ended) {
      return;
    }
    if (session != null) {
      frame.match(session).ifPresent(this::end);
    } else if (frame instanceof Frame.Auth auth) {
      logIn(auth);
    } else {
      end(Codes.fault(Codes.UNAUTHORIZED, Method.AUTH, "log in first"));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    endTurn();
  }

  private void endTurn() {
    if (session != null && !ended) {
      session.endRead();
    }
    flush();
  }

  private void logIn(Frame.Auth auth) {
    Reply reply = openReply();
    await(
        front.logIn(auth, channel.remoteAddress()),
        outcome ->
            outcome.match(
                identity -> {
                  reply.answer(new Frame.AuthOk());
                  enter(identity);
                },
                this::end),
        reply,
        Method.AUTH);
  }

  private void enter(Identity identity) {
    front
        .host()
        .ifPresentOrElse(
            host -> session = new Session(this, identity, host, front),
            () ->
                end(Codes.fault(Codes.UNAVAILABLE, Method.AUTH, "there is no such virtual host")));
  }

  @Override
  public Reply openReply() {
    return replies.open();
  }

  @Override
  public <T> void await(
      CompletableFuture<T> future,
      java.util.function.Consumer<T> then,
      Reply reply,
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
                    reply.answer(Codes.fault(Codes.FAILED, method, "the broker has failed"));
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
    return channel.isWritable();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = channel.isWritable();
    if (ended || session == null) {
      return;
    }
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
    out.add(fault);
  }

  @Override
  public void flush() {
    if (!ended) {
      replies.drainTo(out);
      out.writeTo(channel, channel.voidPromise());
    }
  }

  @Override
  public void push(Consumer consumer, Deliveries deliveries) {
    if (ended || consumer.isGone()) {
      return;
    }
    replies.drainTo(out);
    pushes.write(consumer, deliveries, out);
    out.writeTo(
        channel,
        consumer.noAck() ? whenWritten(consumer, deliveries.count()) : channel.voidPromise());
  }

  private ChannelPromise whenWritten(Consumer consumer, int messages) {
    ChannelPromise written = channel.newPromise();
    written.addListener(done -> consumer.written(messages));
    return written;
  }

  @Override
  public void queueGone(Consumer consumer) {
    if (session != null && !ended) {
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
      end(new Fault(Codes.TIMEOUT, Fault.NO_METHOD, "nothing came for too long"));
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof MalformedFrameException malformed) {
      end(new Fault(malformed.code(), Fault.NO_METHOD, malformed.text()));
    } else if (cause instanceof IOException) {
      LOG.debug("connection of {} broke", channel.remoteAddress(), cause);
      channel.close();
    } else {
      LOG.error("connection of {} failed", channel.remoteAddress(), cause);
      end(new Fault(Codes.FAILED, Fault.NO_METHOD, "the broker has failed"));
    }
  }

  /** Tells the client why, and closes. */
  void end(Fault why) {
    if (ended) {
      return;
    }
    endTurn();
    close();
    gate.giveUp();
    Farewell.say(why, channel, out);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    close();
    out.clear();
    context.fireChannelInactive();
  }

  private void close() {
    if (!ended) {
      ended = true;
      if (session != null) {
        session.close();
      }
    }
  }
}
