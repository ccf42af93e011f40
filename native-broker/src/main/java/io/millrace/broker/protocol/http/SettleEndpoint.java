package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.TakenMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code DELETE /msg/QUEUE/ID}: acknowledges a message that was taken with {@code ack=1}. */
final class SettleEndpoint implements Endpoint {
  private static final int DONE = 204;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final HeldMessages held;

  SettleEndpoint(HeldMessages held) {
    this.held = held;
  }

  @Override
  public List<String> methods() {
    return List.of("DELETE");
  }

  @Override
  public boolean asksWho() {
    return true;
  }

  @Override
  public CompletableFuture<Response> answer(Request request) {
    return CompletableFuture.completedFuture(settle(request));
  }

  private Response settle(Request request) {
    String queue = request.target().path().get(1);
    String id = request.target().path().get(2);
    Optional<TakenMessage> message = held.find(queue, id);
    if (message.isPresent() && !message.get().mayBeSettledBy(request.who().orElseThrow())) {
      return Response.text(FORBIDDEN, "access refused");
    }
    boolean acknowledged = message.isPresent() && message.get().acknowledge();
    message.ifPresent(taken -> held.release(id, taken));
    return acknowledged
        ? Response.empty(DONE)
        : Response.text(
            NOT_FOUND, "no such message waits to be acknowledged; it may be back in its queue");
  }
}
