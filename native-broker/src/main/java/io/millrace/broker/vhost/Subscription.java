package io.millrace.broker.vhost;

import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.queue.Offsets;
import java.util.concurrent.CompletableFuture;

/**
 * A consumer of a queue, from the side of its front.
 *
 * <p><b>Threads:</b> any; nothing blocks. What one thread asks for happens in that order. Each call
 * is one hop to the queue's loop, so settle many deliveries at once. After the queue was deleted,
 * or after {@link #detach}, calls have no effect. Offsets that the consumer does not hold are
 * ignored.
 */
public interface Subscription {
  /** Different for every consumer of a virtual host. */
  long id();

  /** The queue's name. */
  String queue();

  /** How many messages waited in the queue when this began, before it was given any. */
  long readyBefore();

  /** The messages are handled, and leave the queue. */
  void acknowledge(Offsets offsets);

  /** The messages go to the dead letters, or away where there are none. */
  void reject(Offsets offsets);

  /**
   * The messages go back to their places.
   *
   * @param counted whether this was a failed attempt
   */
  void giveBack(Offsets offsets, boolean counted);

  /**
   * As a failed attempt, the messages go back to their places.
   *
   * @param dueAtMillis before when they are not delivered again
   */
  void giveBackUntil(Offsets offsets, long dueAtMillis);

  /**
   * Done, on any thread, with true when all is durable that was settled before, as far as the queue
   * is; with false if that cannot be said any more.
   */
  CompletableFuture<Boolean> durable();

  /** The messages are still being worked on: their time to be settled starts anew. */
  void renew(Offsets offsets);

  /** Of a queue whose consumers choose, takes other messages than before. */
  void choose(KeyFilter filter);

  /** Allows for so many more deliveries; negative to take back. */
  void grant(int credit);

  /** So many bytes of bodies have left, of those that the consumer may have on their way. */
  void taken(long bytes);

  /** Stops deliveries, or lets them go on; the credit is kept. */
  void flow(boolean open);

  /**
   * Ends deliveries, which {@link ConsumerTarget#ended} answers whatever has become of the queue.
   * What is not settled stays with the consumer until it is, or {@link #detach}.
   */
  void cancel();

  /**
   * The consumer is gone; what it has not settled goes back.
   *
   * @param counted whether this is a failed attempt, as where a connection broke
   */
  void detach(boolean counted);
}
