package io.millrace.client;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameBuffer;
import io.millrace.client.codec.MalformedFrameException;
import io.millrace.client.codec.Method;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. Requests are answered in their order, so any number may be under way; frames that
 * gather while it writes leave together.
 *
 * <p><b>Threads:</b> {@link #send}, {@link #run}, {@link #readsOn}, {@link #isOpen} and {@link
 * #close} any, all else that of the channel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class Link extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** How many frames are encoded before they are written. */
  private static final int WRITTEN_TOGETHER = 1_024;

  private static final int QUEUE_DELETED = 410;

  private final Channel channel;
  private final Address address;
  private final FrameBuffer out;
  private final Outgoing outgoing = new Outgoing();

  /** Sent and not answered, in order. */
  private final ArrayDeque<Request> unanswered = new ArrayDeque<>();

  /** What is being sent, from {@link #next} on. */
  private List<Object> sending = new ArrayList<>();

  private int next;

  private List<Frame.Push> pushes = new ArrayList<>();
  private @Nullable LinkUser user;
  private @Nullable Future<?> heartbeats;
  private boolean hasSent;
  private boolean ended;

  /** What the broker or the network said last, if it ended the connection. */
  private @Nullable Throwable cause;

  Link(Channel channel, Address address) {
    this.channel = channel;
    this.address = address;
    this.out = new FrameBuffer(channel.alloc());
  }

  Address address() {
    return address;
  }

  /** Has a sign of life sent where nothing else is for that long. */
  void beat(long everyNanos) {
    heartbeats =
        channel
            .eventLoop()
            .scheduleAtFixedRate(
                this::beat, everyNanos / 2, Math.max(1, everyNanos / 2), TimeUnit.NANOSECONDS);
  }

  private void beat() {
    if (!hasSent) {
      send(Frame.Heartbeat.PLAIN);
    }
    hasSent = false;
  }

  /**
   * Who is told from now on; null for nobody.
   *
   * @return false if the connection is gone, and nobody is told any more
   */
  boolean use(@Nullable LinkUser newUser) {
    user = ended ? null : newUser;
    return !ended;
  }

  /**
   * Sends a frame or a {@link Request} soon, after all that was sent before.
   *
   * @return false if the connection is gone and it will not be
   */
  boolean send(Object frameOrRequest) {
    Outgoing.Added added = outgoing.add(frameOrRequest);
    if (added == Outgoing.Added.WAKE) {
      run(this::drain);
    }
    return added != Outgoing.Added.CLOSED;
  }

  /** Runs a task on the connection's thread. */
  void run(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException stopped) {
      // The client is closed, and every connection was before.
      LOG.debug("too late for {}", address, stopped);
    }
  }

  private void drain() {
    boolean isMore = true;
    while (isMore && !ended && channel.isWritable()) {
      if (next == sending.size()) {
        sending.clear();
        next = 0;
        sending = outgoing.takeFor(sending);
        isMore = !sending.isEmpty();
      }
      encodeSome();
      out.writeTo(channel, channel.voidPromise());
    }
  }

  private void encodeSome() {
    int end = Math.min(sending.size(), next + WRITTEN_TOGETHER);
    while (next < end) {
      Object each = sending.get(next);
      sending.set(next++, Frame.Heartbeat.PLAIN); // so that nothing is kept
      if (each instanceof Request request) {
        unanswered.add(request);
        out.add(request.frame());
      } else {
        out.add((Frame) each);
      }
      hasSent = true;
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    drain();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    if (frame instanceof Frame.Push push) {
      pushes.add(push);
    } else if (frame instanceof Frame.Fault fault) {
      fault(fault);
    } else {
      Request request = unanswered.poll();
      if (request == null) {
        end(new ConnectionLostException(address + " answered what nobody had asked: " + frame));
      } else {
        request.answered((Frame) frame);
        tellAnswered(request);
      }
    }
  }

  private void fault(Frame.Fault fault) {
    Request first = unanswered.peek();
    if (first != null && isAnswer(fault, first.frame())) {
      unanswered.remove();
      first.refused(new RefusedException(fault));
      tellAnswered(first);
      return;
    }
    if (fault.ref() == Frame.Fault.NO_METHOD || fault.ref() == Method.AUTH.number()) {
      cause = new RefusedException(fault); // the broker ends the connection
    }
    LOG.debug("{} tells of {}", address, fault);
    handOver(); // What came before it.
    if (user != null) {
      user.told(this, fault);
    }
  }

  private void tellAnswered(Request request) {
    if (user != null) {
      user.answered(request);
    }
  }

  /** A queue that is deleted is told as a fault of its bind, whatever is under way. */
  private static boolean isAnswer(Frame.Fault fault, Frame request) {
    return fault.code() != QUEUE_DELETED && fault.ref() == MethodOf.number(request);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    handOver();
    if (user != null) {
      user.read();
    }
  }

  private void handOver() {
    if (pushes.isEmpty()) {
      return;
    }
    List<Frame.Push> came = pushes;
    pushes = new ArrayList<>();
    if (user != null) {
      user.pushed(this, came);
    }
  }

  /** Reads from the socket, or does not, so that the broker has to stop at last. */
  void readsOn(boolean isOn) {
    run(() -> channel.config().setAutoRead(isOn));
  }

  boolean isOpen() {
    return channel.isActive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof MalformedFrameException malformed) {
      end(new ConnectionLostException(address + " sent what is no frame: " + malformed.text()));
    } else {
      end(failure);
    }
  }

  private void end(Throwable why) {
    if (cause == null) {
      cause = why;
    }
    channel.close();
  }

  /** Ends it; what is not answered is lost. */
  void close() {
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (ended) {
      return;
    }
    ended = true;
    handOver();
    if (heartbeats != null) {
      heartbeats.cancel(false);
    }
    List<Request> lost = new ArrayList<>(unanswered);
    unanswered.clear();
    addRequests(lost, sending.subList(next, sending.size()));
    addRequests(lost, outgoing.close());
    sending = List.of();
    next = 0;
    out.clear();
    tell(lost, lostBecause(cause));
    context.fireChannelInactive();
  }

  private void tell(List<Request> lost, ConnectionLostException why) {
    LinkUser told = user;
    user = null;
    if (told == null) {
      lost.forEach(each -> each.lost(why));
    } else {
      told.lost(this, why, lost);
    }
  }

  private ConnectionLostException lostBecause(@Nullable Throwable why) {
    if (why == null) {
      return new ConnectionLostException("the connection to " + address + " was closed");
    }
    return new ConnectionLostException(
        "the connection to %s was lost: %s".formatted(address, Trouble.inWords(why)), why);
  }

  private static void addRequests(List<Request> to, List<Object> from) {
    for (Object each : from) {
      if (each instanceof Request request) {
        to.add(request);
      }
    }
  }
}
