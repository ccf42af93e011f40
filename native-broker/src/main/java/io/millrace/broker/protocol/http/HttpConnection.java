package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.Caller;
import io.millrace.broker.protocol.moonmq.Identity;
import io.millrace.broker.protocol.moonmq.LoginOutcome;
import io.millrace.broker.transport.Transport;
import io.millrace.client.codec.Frame.Fault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: requests come in, one is worked on at a time, and is answered before the next.
 *
 * <p><b>Threads:</b> that of the channel; {@link #hop} any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline what fails.
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int BAD_METHOD = 405;
  private static final int TIMEOUT = 408;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final HttpFront front;
  private final Channel channel;
  private final Inflow inflow;
  private final HeadDeadline headDeadline;
  private final Outflow outflow;
  private final Caller caller;

  /** The request whose body is coming, or that is worked on. */
  private @Nullable Incoming current;

  private @Nullable CompletableFuture<Response> answer;
  private boolean stopping;
  private boolean gone;

  HttpConnection(HttpFront front, Channel channel) {
    this.front = front;
    this.channel = channel;
    this.inflow = new Inflow(channel, this::handle);
    this.headDeadline = new HeadDeadline(channel, front.settings().idle());
    this.outflow = new Outflow(channel);
    this.caller = front.messages().caller(this::hop);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    headDeadline.begin();
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object part) {
    inflow.accept(part);
  }

  private void handle(Object part) {
    try {
      if (part instanceof HttpRequest head) {
        begin(head);
      }
      if (part instanceof HttpContent piece && current != null && !inflow.isBusy()) {
        add(current, piece);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void begin(HttpRequest head) {
    headDeadline.end();
    if (head.decoderResult().isFailure()) {
      refuse(Refusals.malformed(head.decoderResult().cause()));
      return;
    }
    Target target;
    try {
      target = Target.parse(head.uri());
    } catch (IllegalArgumentException e) {
      refuse(Response.text(BAD_REQUEST, "the path is malformed"));
      return;
    }
    Optional<Endpoint> endpoint = front.routes().endpoint(target.path());
    if (endpoint.isEmpty()) {
      refuse(Response.text(NOT_FOUND, "there is nothing here"));
    } else if (!endpoint.get().methods().contains(head.method().name())) {
      String allowed = String.join(", ", endpoint.get().methods());
      refuse(Response.text(BAD_METHOD, "use " + allowed).with("Allow", allowed));
    } else {
      begin(
          new Incoming(
              head, target, endpoint.get(), front.messages().settings().limits().bodyBytes()));
    }
  }

  private void begin(Incoming request) {
    if (request.announcesTooMuch()) {
      refuse(Refusals.tooLarge(front.messages().settings().limits().bodyBytes()));
      return;
    }
    current = request;
    if (!request.endpoint().asksWho()) {
      awaitBody(request);
      return;
    }
    inflow.pause();
    String authorization = request.head().headers().get(HttpHeaderNames.AUTHORIZATION, "");
    front
        .logins()
        .logIn(authorization, Transport.clientAddress(channel), Transport.isEncrypted(channel))
        .whenComplete((outcome, failure) -> hop(() -> loggedIn(request, outcome, failure)));
  }

  private void loggedIn(
      Incoming request, @Nullable LoginOutcome outcome, @Nullable Throwable failure) {
    if (gone) {
      return;
    }
    if (outcome == null) {
      LOG.error("a login failed", failure);
      refuse(Response.text(FAILED, "the broker has failed"));
      return;
    }
    outcome.match(
        new LoginOutcome.Cases() {
          @Override
          public void letIn(Identity identity, String words) {
            request.isOf(identity);
            awaitBody(request);
            inflow.resume();
          }

          @Override
          public void goOn(String challenge) {
            throw new IllegalStateException("PLAIN has one step");
          }

          @Override
          public void refused(Fault why) {
            refuse(Refusals.of(why));
          }
        });
  }

  private void awaitBody(Incoming request) {
    if (HttpUtil.is100ContinueExpected(request.head())) {
      outflow.goOn();
    }
  }

  private void add(Incoming request, HttpContent piece) throws IOException {
    if (piece.decoderResult().isFailure()) {
      refuse(Refusals.malformed(piece.decoderResult().cause()));
    } else if (!request.add(piece.content())) {
      refuse(Refusals.tooLarge(front.messages().settings().limits().bodyBytes()));
    } else if (piece instanceof LastHttpContent) {
      work(request);
    }
  }

  private void work(Incoming incoming) {
    inflow.pause();
    Request request = new Request(incoming, caller, channel.eventLoop());
    CompletableFuture<Response> asked;
    try {
      asked = incoming.endpoint().answer(request);
    } catch (BadRequestException e) {
      asked = CompletableFuture.completedFuture(Response.text(BAD_REQUEST, e.text()));
    }
    answer = asked;
    asked.whenComplete(
        (response, failure) -> {
          if (channel.eventLoop().inEventLoop()) {
            answered(incoming, response, failure);
          } else {
            hop(() -> answered(incoming, response, failure));
          }
        });
  }

  private void answered(
      Incoming request, @Nullable Response response, @Nullable Throwable failure) {
    answer = null;
    current = null;
    if (gone) {
      if (response != null) {
        response.sent(false);
      }
      return;
    }
    if (response == null) {
      LOG.error("{} failed", request.target().path(), failure);
      response = Response.text(FAILED, "the broker has failed");
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request.head()) && !stopping;
    outflow.write(response, request.head(), keepAlive, this::next);
  }

  /** The answer has left: the next request. */
  private void next() {
    if (!gone) {
      headDeadline.begin();
      inflow.resume();
    }
  }

  /** Answers at once, whatever is still coming, and ends the connection. */
  private void refuse(Response response) {
    current = null;
    inflow.giveUp();
    outflow.writeLast(response);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == Transport.STOPS) {
      stop();
    } else if (!(event instanceof IdleStateEvent)) {
      context.fireUserEventTriggered(event);
    } else if (current != null && !inflow.isBusy()) {
      refuse(Response.text(TIMEOUT, "nothing came for too long"));
    } else if (answer == null) {
      channel.close();
    }
  }

  /** Ends after the answer that is on its way; one that is waited for is that the broker stops. */
  private void stop() {
    stopping = true;
    CompletableFuture<Response> open = answer;
    if (open == null && !inflow.isBusy()) {
      channel.close();
    } else if (open != null && current != null && current.isWait()) {
      open.complete(Response.text(UNAVAILABLE, "the broker stops"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection of {} broke", channel.remoteAddress(), cause);
    } else {
      LOG.error("connection of {} failed", channel.remoteAddress(), cause);
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    headDeadline.end();
    inflow.giveUp();
    CompletableFuture<Response> open = answer;
    if (open != null) {
      open.cancel(false);
    }
    caller.close();
    context.fireChannelInactive();
  }

  /** Runs something on the connection's thread, later; nothing happens if that has ended. */
  private void hop(Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException stopped) {
      // Connections are closed before their threads end: all that was taken has gone back.
      LOG.debug("too late for a connection", stopped);
    }
  }
}
