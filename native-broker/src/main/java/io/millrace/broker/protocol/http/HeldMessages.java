package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.TakenMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The messages that are with clients that said they would acknowledge them. They are not bound to
 * connections: a client may acknowledge over another one. One that is not acknowledged in its
 * queue's time for that is back there, and here no more.
 *
 * <p><b>Threads:</b> any.
 */
final class HeldMessages {
  private final Map<Key, TakenMessage> messages = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int most;

  private record Key(String queue, String id) {}

  HeldMessages(int most) {
    this.most = most;
  }

  /** Gives what the client is to call it; empty if as many are held as may be. */
  Optional<String> hold(TakenMessage message) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return Optional.empty();
    }
    String id = Long.toString(message.messageId());
    // A number may come twice where other protocols give numbers, too.
    for (int again = 1;
        messages.putIfAbsent(new Key(message.queue(), id), message) != null;
        again++) {
      id = message.messageId() + "." + again;
    }
    String held = id;
    message.onGone(() -> release(message.queue(), held));
    return Optional.of(id);
  }

  Optional<TakenMessage> find(String queue, String id) {
    return Optional.ofNullable(messages.get(new Key(queue, id)));
  }

  /** It is not held any more. */
  void release(String queue, String id) {
    if (messages.remove(new Key(queue, id)) != null) {
      count.decrementAndGet();
    }
  }

  int count() {
    return count.get();
  }
}
