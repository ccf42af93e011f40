package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.TakenMessage;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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

  /** No two deliveries have one name, not even of one message, nor after a restart. */
  private final AtomicLong deliveries = new AtomicLong(new SecureRandom().nextLong());

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
    String id = message.messageId() + "." + Long.toHexString(deliveries.getAndIncrement());
    messages.put(new Key(message.queue(), id), message);
    message.onGone(() -> release(id, message));
    return id;
  }

  Optional<TakenMessage> find(String queue, String id) {
    return Optional.ofNullable(messages.get(new Key(queue, id)));
  }

  /** It is not held any more. */
  void release(String id, TakenMessage message) {
    if (messages.remove(new Key(message.queue(), id), message)) {
      places.decrementAndGet();
    }
  }

  int count() {
    return messages.size();
  }
}
