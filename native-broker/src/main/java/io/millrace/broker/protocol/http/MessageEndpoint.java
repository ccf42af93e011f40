package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.protocol.moonmq.Identity;
import io.millrace.broker.protocol.moonmq.MessageTaker;
import io.millrace.broker.protocol.moonmq.MessageWait;
import io.millrace.broker.protocol.moonmq.TakenMessage;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.PublishType;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code /msg}: POST and PUT publish, GET takes the next message of a queue. */
final class MessageEndpoint implements Endpoint {
  private static final String GET = "GET";
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int UNAVAILABLE = 503;

  /** For the answer of a queue that is not waited for. */
  private static final long LONGEST_ANSWER_MILLIS = 30_000;

  private static final long MOST_DELAY_MILLIS = Duration.ofDays(3660).toMillis();

  private final int nameBytes;
  private final Duration longestWait;
  private final HeldMessages held;

  /**
   * @param nameBytes how long names may be
   */
  MessageEndpoint(int nameBytes, Duration longestWait, HeldMessages held) {
    this.nameBytes = nameBytes;
    this.longestWait = longestWait;
    this.held = held;
  }

  @Override
  public List<String> methods() {
    return List.of(GET, "POST", "PUT");
  }

  @Override
  public boolean asksWho() {
    return true;
  }

  @Override
  public CompletableFuture<Response> answer(Request request) throws BadRequestException {
    Identity who = request.who().orElseThrow();
    return request.method().equals(GET) ? take(request, who) : publish(request, who);
  }

  private CompletableFuture<Response> publish(Request request, Identity who)
      throws BadRequestException {
    Parameters parameters = new Parameters(request.target());
    Frame.Publish message =
        new Frame.Publish(
            parameters.name("queue", nameBytes),
            parameters.nameOrEmpty("routing_key", nameBytes),
            parameters.choice("pub_type", PublishType::of, PublishType.DIRECT),
            parameters.choice("confirm", Confirm::of, Confirm.DISK),
            parameters.number("delay", 0, MOST_DELAY_MILLIS, 0),
            parameters.number("deliver_at", 0, Long.MAX_VALUE, 0),
            request.body());
    CompletableFuture<Response> answer = new CompletableFuture<>();
    request
        .caller()
        .publish(
            who,
            message,
            known ->
                answer.complete(
                    known instanceof Frame.PublishOk ok
                        ? Response.text(OK, Long.toString(ok.messageId()))
                        : refused((Fault) known)));
    return answer;
  }

  private CompletableFuture<Response> take(Request request, Identity who)
      throws BadRequestException {
    Parameters parameters = new Parameters(request.target());
    String queue = parameters.name("queue", nameBytes);
    String routingKey = parameters.nameOrEmpty("routing_key", nameBytes);
    boolean acknowledged = parameters.flag("ack");
    Duration wait = parameters.seconds("wait", longestWait);
    if (acknowledged && !held.reserve()) {
      return CompletableFuture.completedFuture(
          Response.text(UNAVAILABLE, "too many messages wait to be acknowledged"));
    }
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Taker taker = new Taker(answer, acknowledged);
    MessageWait waiting = request.caller().take(who, queue, routingKey, !wait.isZero(), taker);
    ScheduledFuture<?> timeout =
        request
            .thread()
            .schedule(
                () -> answer.complete(Response.empty(NO_CONTENT)),
                wait.isZero() ? LONGEST_ANSWER_MILLIS : wait.toMillis(),
                TimeUnit.MILLISECONDS);
    CompletableFuture<Response> unused =
        answer.whenComplete(
            (response, gone) -> {
              timeout.cancel(false);
              waiting.giveUp();
              taker.giveUpPlace();
            });
    return answer;
  }

  /** Answers with what becomes of the wait. */
  private final class Taker implements MessageTaker {
    private final CompletableFuture<Response> answer;

    /** Whether a message that comes is to be held, for which there is a place. */
    private boolean hasPlace;

    Taker(CompletableFuture<Response> answer, boolean hasPlace) {
      this.answer = answer;
      this.hasPlace = hasPlace;
    }

    @Override
    public void taken(TakenMessage message) {
      Response response = hasPlace ? held(message) : sent(message);
      hasPlace = false;
      answer.complete(response);
    }

    void giveUpPlace() {
      if (hasPlace) {
        hasPlace = false;
        held.giveUpPlace();
      }
    }

    @Override
    public void refused(Fault why) {
      answer.complete(MessageEndpoint.refused(why));
    }

    @Override
    public void nothing() {
      answer.complete(Response.empty(NO_CONTENT));
    }
  }

  /** It is settled when it is with the client. */
  private static Response sent(TakenMessage message) {
    return response(message)
        .whenSent(
            sent -> {
              if (sent) {
                message.acknowledge();
              } else {
                message.giveBack();
              }
            });
  }

  /** It is settled when the client says so. */
  private Response held(TakenMessage message) {
    String id = held.hold(message);
    return response(message)
        .with("X-Msg-Id", id)
        .whenSent(
            sent -> {
              if (!sent) {
                held.release(id, message);
                message.giveBack();
              }
            });
  }

  private static Response response(TakenMessage message) {
    Response response = Response.bytes(OK, message.body());
    if (!message.routingKey().isEmpty()) {
      response = response.with("X-Routing-Key", encoded(message.routingKey()));
    }
    if (message.isRedelivered()) {
      response = response.with("X-Redelivered", "1");
    }
    return message.deliveryCount() > 0
        ? response.with("X-Delivery-Count", Integer.toString(message.deliveryCount()))
        : response;
  }

  /** As in a URI: a header has no room for every text. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static Response refused(Fault why) {
    return Response.text(why.code(), why.text());
  }
}
