package io.millrace.broker.vhost;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.loop.LoopStoppedException;
import io.millrace.broker.policy.Policy;
import io.millrace.broker.policy.PolicyTable;
import io.millrace.broker.queue.DelayedMessage;
import io.millrace.broker.queue.KeyFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A world of exchanges and queues of its own: what every front talks to.
 *
 * <p><b>Threads:</b> any, and nothing blocks but {@link #stop}. Requests are answered by futures
 * that are completed on some loop's thread, so what is chained to them must not block either.
 * Expected answers are values; a future fails only where the broker has a fault.
 *
 * <p><b>Connections</b> are numbers that the fronts give out and never use twice; 0 is nobody. An
 * exclusive queue belongs to the connection that declared it.
 *
 * <p><b>After a crash:</b> durable exchanges, bindings between durable ends, policies, limits,
 * options and durable queues with their persistent messages are there again, as far as they were
 * answered or confirmed.
 */
public final class VirtualHost {
  private final String name;
  private final Hosting hosting;

  VirtualHost(String name, Hosting hosting) {
    this.name = name;
    this.hosting = hosting;
  }

  public String name() {
    return name;
  }

  /** A publisher whose news go to {@code target}. */
  public Publisher publisher(ConfirmTarget target) {
    return hosting.publisher(target, false);
  }

  /**
   * As {@link #publisher}, of somebody who can wait: messages for a queue in memory that is full
   * wait for room, as where its overflow is to block, and are not refused.
   */
  public Publisher patientPublisher(ConfirmTarget target) {
    return hosting.publisher(target, true);
  }

  /** Declares an exchange; done, too, if it is there and is the same. */
  public CompletableFuture<Answer<ExchangeDefinition>> declareExchange(
      ExchangeDefinition exchange) {
    return answered(hosting.onTopology(now -> hosting.topology().declareExchange(exchange)));
  }

  /** The exchange as it is now. */
  public Optional<ExchangeDefinition> exchange(String exchange) {
    return hosting.topology().snapshot().table().exchange(exchange);
  }

  /** All exchanges but the default one, in any order. */
  public List<ExchangeDefinition> exchanges() {
    return hosting.topology().snapshot().table().exchanges();
  }

  /** The types that an exchange may have, in the order of the alphabet. */
  public List<String> exchangeTypes() {
    return hosting.topology().snapshot().table().types().names();
  }

  /** Deletes an exchange with its bindings. */
  public CompletableFuture<Answer<ExchangeDefinition>> deleteExchange(
      String exchange, boolean ifUnused) {
    return answered(
        hosting.onTopology(now -> hosting.topology().deleteExchange(exchange, ifUnused)));
  }

  /** Binds a queue or an exchange; done, too, if it is bound like this. */
  public CompletableFuture<Answer<Binding>> bind(Binding binding, long connection) {
    return answered(hosting.bind(binding, connection));
  }

  /** Unbinds; done, too, if it is not bound like this. */
  public CompletableFuture<Answer<Binding>> unbind(Binding binding, long connection) {
    return answered(hosting.unbind(binding, connection));
  }

  /** All bindings but those of the default exchange, in any order. */
  public List<Binding> bindings() {
    return hosting.topology().snapshot().table().bindings();
  }

  /**
   * Declares a queue; done, too, if it is there and is the same. One without a name is given one
   * that nobody else has.
   */
  public CompletableFuture<Answer<QueueFacts>> declareQueue(
      QueueDefinition queue, long connection) {
    return answered(hosting.onTopology(now -> hosting.queues().declare(queue, connection)));
  }

  /**
   * Declares a queue in memory that goes with its consumer, or with the connection, for answers to
   * what the connection asks others by messages. Nobody can guess its name.
   */
  public CompletableFuture<Answer<QueueFacts>> declareReplyQueue(long connection) {
    return answered(hosting.onTopology(now -> hosting.queues().declareForReplies(connection)));
  }

  /** What there is to know of a queue now. */
  public CompletableFuture<Answer<QueueFacts>> queue(String queue, long connection) {
    return answered(hosting.operations().facts(queue, connection));
  }

  /** What there is to know of every queue now, exclusive ones included, in any order. */
  public CompletableFuture<List<QueueFacts>> census() {
    return hosting.operations().census();
  }

  /** All queues, in any order. */
  public List<QueueDefinition> queues() {
    return hosting.topology().snapshot().table().queues().stream()
        .map(HostedQueue::definition)
        .toList();
  }

  /** Deletes a queue with its messages and tells its consumers; gives how many were with none. */
  public CompletableFuture<Answer<Long>> deleteQueue(
      String queue, long connection, DeleteCondition condition) {
    return answered(
        hosting.onTopology(now -> hosting.queues().delete(queue, connection, condition)));
  }

  /** Removes what waits in a queue, and gives how many that were. What is not settled stays. */
  public CompletableFuture<Answer<Long>> purge(String queue, long connection) {
    return answered(hosting.operations().purge(queue, connection));
  }

  /** Begins to send messages of a queue to {@code target}, maybe before the answer is seen. */
  public CompletableFuture<Answer<Subscription>> subscribe(
      String queue, SubscribeOptions options, ConsumerTarget target) {
    return answered(hosting.operations().subscribe(queue, options, target));
  }

  /**
   * Takes one message, if there is one. Without {@code autoAcknowledge} it is settled through
   * {@link Deliveries#subscription}, which ends with it; {@code target} is told if the queue ends
   * first.
   */
  public CompletableFuture<Answer<Optional<Deliveries>>> get(
      String queue, long connection, boolean autoAcknowledge, ConsumerTarget target) {
    return get(queue, connection, autoAcknowledge, KeyFilter.ALL, target);
  }

  /** As that; of a queue whose consumers choose, one that {@code filter} takes. */
  public CompletableFuture<Answer<Optional<Deliveries>>> get(
      String queue,
      long connection,
      boolean autoAcknowledge,
      KeyFilter filter,
      ConsumerTarget target) {
    return answered(hosting.operations().fetch(queue, connection, autoAcknowledge, filter, target));
  }

  /** Looks at messages that wait, from an offset on, without taking them. */
  public CompletableFuture<Answer<List<BrowsedMessage>>> browse(
      String queue, long fromOffset, int limit) {
    return answered(hosting.operations().browse(queue, fromOffset, limit));
  }

  /** Stops the deliveries of a queue, or lets them go on; it stays so through restarts. */
  public CompletableFuture<Answer<Boolean>> pauseQueue(String queue, boolean paused) {
    return answered(hosting.pause(queue, paused));
  }

  /**
   * Messages that are not due, the earliest first.
   *
   * @param afterDueMillis due time of the last one of the page before; 0 at first
   * @param afterOffset its offset; -1 at first
   */
  public CompletableFuture<Answer<List<BrowsedMessage>>> delayed(
      String queue, long afterDueMillis, long afterOffset, int limit) {
    return answered(
        hosting
            .operations()
            .delayed(queue, new DelayedMessage(afterOffset, afterDueMillis), limit));
  }

  /** Removes a message that is not due; false if it was delivered or is gone. */
  public CompletableFuture<Answer<Boolean>> cancelDelayed(String queue, long offset) {
    return answered(hosting.operations().cancelDelayed(queue, offset));
  }

  /**
   * Begins to move messages that wait in a queue, dead letters above all, at least once: each is
   * gone from there only when it is durable where it went.
   */
  public CompletableFuture<Answer<Move>> move(String fromQueue, MoveOptions options) {
    return answered(hosting.moves().start(fromQueue, options));
  }

  /** The policies, and those that the operator has set over them. */
  public PolicyTable policies() {
    return hosting.policies().table();
  }

  /** Sets a policy, instead of the one of its name; queues that live follow it at once. */
  public CompletableFuture<Answer<Policy>> setPolicy(Policy policy) {
    return answered(hosting.setPolicy(policy, false));
  }

  /** As {@link #setPolicy}, of the kind that bounds what users' policies and arguments say. */
  public CompletableFuture<Answer<Policy>> setOperatorPolicy(Policy policy) {
    return answered(hosting.setPolicy(policy, true));
  }

  /** Removes a policy. */
  public CompletableFuture<Answer<String>> removePolicy(String policy) {
    return answered(hosting.removePolicy(policy, false));
  }

  /** Removes an operator's policy. */
  public CompletableFuture<Answer<String>> removeOperatorPolicy(String policy) {
    return answered(hosting.removePolicy(policy, true));
  }

  /** A connection is gone: its exclusive queues go. Its consumers are for its front to detach. */
  public CompletableFuture<Void> connectionClosed(long connection) {
    return hosting.connectionClosed(connection);
  }

  /** How many messages each exchange could not route anywhere, for those that had any. */
  public Map<String, Long> unroutable() {
    return hosting.unroutable().all();
  }

  /** How much it may have. */
  public CompletableFuture<VirtualHostLimits> limits() {
    return hosting.onTopology(now -> CompletableFuture.completedFuture(hosting.queues().limits()));
  }

  /** From now on, also after a restart; what is there stays. */
  public CompletableFuture<VirtualHostLimits> setLimits(VirtualHostLimits limits) {
    return hosting.setLimits(limits);
  }

  /** How careful it is with messages now. */
  public VirtualHostOptions options() {
    return hosting.topology().snapshot().options();
  }

  /**
   * From now on, also after a restart. Declares the parking queue if there is to be one; it stays
   * when there is not to be one any more, for somebody to empty and delete.
   */
  public CompletableFuture<Answer<VirtualHostOptions>> setOptions(VirtualHostOptions options) {
    return answered(hosting.setOptions(options));
  }

  /**
   * Ends in order: every queue's messages are durable, its consumers are told, and whatever is
   * asked from then on is refused.
   *
   * @return whether all was done within the deadline
   * @throws InterruptedException if the wait was interrupted; the stop goes on
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    return HostEnd.await(stop(), System.nanoTime() + deadline.toNanos());
  }

  /** As {@link #stop(Duration)}, without waiting. */
  CompletableFuture<Void> stop() {
    return hosting.end().stop();
  }

  /** Everything goes, also what is stored. */
  CompletableFuture<Boolean> delete() {
    return hosting.end().delete();
  }

  /** What has stopped refuses, too. */
  private static <T> CompletableFuture<Answer<T>> answered(CompletableFuture<Answer<T>> answer) {
    return answer.exceptionally(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof LoopStoppedException || cause instanceof HostStoppedException) {
            return Answer.refused(new Refusal.Unavailable("the broker stops"));
          }
          throw new CompletionException(cause);
        });
  }
}
