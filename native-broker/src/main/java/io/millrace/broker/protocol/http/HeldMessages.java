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

  /** Those, and the places that are kept for others. */
  private final AtomicInteger places = new AtomicInteger();

  private final int most;

  private record Key(String queue, String id) {}

  HeldMessages(int most) {
    this.most = most;
  }

  /** Keeps a place for a message; false if there is none left. It is held, or given up. */
  boolean reserve() {
    if (places.incrementAndGet() > most) {
      places.decrementAndGet();
      return false;
    }
    return true;
  }

  /** No message came for a place that was kept. */
  void giveUpPlace() {
    places.decrementAndGet();
  }

  /** Holds it in a place that was kept; gives what the client is to call it. */
  String hold(TakenMessage message) {
    String id = Long.toString(message.messageId());
    // A number may come twice where other protocols give numbers, too.
    for (int again = 1;
        messages.putIfAbsent(new Key(message.queue(), id), message) != null;
        again++) {
      id = message.messageId() + "." + again;
    }
    String held = id;
    message.onGone(() -> release(message.queue(), held));
    return id;
  }

  Optional<TakenMessage> find(String queue, String id) {
    return Optional.ofNullable(messages.get(new Key(queue, id)));
  }

  /** It is not held any more. */
  void release(String queue, String id) {
    if (messages.remove(new Key(queue, id)) != null) {
      places.decrementAndGet();
    }
  }

  int count() {
    return messages.size();
  }
}
