package io.millrace.broker.vhost;

import io.millrace.broker.journal.Journal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.QueueCounts;
import io.millrace.broker.queue.VolatileCommand;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue where it lives: a machine over a journal, on a loop. This is the handle that routing
 * hands out; what is in it is the loop's.
 *
 * <p><b>Life:</b> opened by its loop before anybody else sees it; then open until it is deleted, is
 * stopped, or fails. It fails if its journal or its machine does: that is logged, its consumers are
 * told, and everything asked of it is refused; other queues go on.
 *
 * <p><b>Threads:</b> what asks and answers by a future, from any; the rest from the loop's.
 */
final class HostedQueue {
  private static final Logger LOG = LoggerFactory.getLogger(HostedQueue.class);

  private final QueueDefinition definition;
  private final OwnerLoop loop;
  private final int loopIndex;
  private final QueueHost host;

  /** The connection that declared it; an exclusive queue belongs to it. */
  private final long connection;

  private @Nullable LiveQueue live;

  /** Why it is not live, once it is not. */
  private String end = "is not open";

  /** Once it is deleted. */
  private @Nullable Deletion deletion;

  /** Of a queue that has failed what is still stored, to be deleted with it. */
  private @Nullable Journal remains;

  HostedQueue(
      QueueDefinition definition, long connection, OwnerLoop loop, int loopIndex, QueueHost host) {
    this.definition = definition;
    this.connection = connection;
    this.loop = loop;
    this.loopIndex = loopIndex;
    this.host = host;
  }

  String name() {
    return definition.name();
  }

  QueueDefinition definition() {
    return definition;
  }

  /** Whether it survives a restart. */
  boolean isStored() {
    return definition.durable() && !definition.exclusive();
  }

  OwnerLoop loop() {
    return loop;
  }

  int loopIndex() {
    return loopIndex;
  }

  QueueHost host() {
    return host;
  }

  /** Whether it is exclusive to a connection other than that one. */
  boolean isLockedFor(long otherConnection) {
    return definition.exclusive() && connection != otherConnection;
  }

  /** The connection that declared it; an exclusive queue belongs to it. */
  long connection() {
    return connection;
  }

  /**
   * Recovers what is stored, and begins to live. From any thread, once, before anything else is
   * asked of the queue.
   *
   * @param defined whether a restart would find it; if not, nothing that must survive one is
   *     confirmed before {@link LiveQueue#defined}
   */
  CompletableFuture<Answer<QueueFacts>> open(QueueSettings settings, boolean defined) {
    return loop.call(nowMillis -> openNow(settings, defined, nowMillis));
  }

  private Answer<QueueFacts> openNow(QueueSettings settings, boolean defined, long nowMillis) {
    try {
      LiveQueue opened = new LiveQueue(this, settings, host.openJournal(this), defined);
      live = opened;
      long dropped = opened.open(nowMillis);
      if (dropped > 0) {
        LOG.info("queue {}: {} messages were not persistent, and are gone", name(), dropped);
      }
      return Answer.done(opened.facts());
    } catch (RuntimeException e) {
      fail(e);
      return Answer.refused(refusal());
    }
  }

  /** An entry of a batch of publishes. */
  void publish(Message message, PublishBatch batch, int entry, long nowMillis) {
    LiveQueue queue = live;
    if (queue == null) {
      if (deletion == null) {
        batch.refuse(entry, PublishRefusal.UNAVAILABLE);
      } else if (batch.entrance(entry) == Entrance.IMMEDIATE) {
        batch.leave(entry); // nobody consumes what is deleted
      } else {
        deletion.answer(batch, entry);
      }
      return;
    }
    try {
      queue.publish(message, batch, entry, nowMillis);
    } catch (RuntimeException e) {
      batch.refuse(entry, PublishRefusal.UNAVAILABLE);
      fail(e);
    }
  }

  /** A command of a consumer. */
  void handle(VolatileCommand command, long nowMillis) {
    guarded(queue -> queue.handle(command, nowMillis));
  }

  void finishTurn(long nowMillis) {
    guarded(queue -> queue.finishTurn(nowMillis));
  }

  /** Something to do with the queue while it lives; otherwise nothing. */
  void guarded(Consumer<LiveQueue> work) {
    LiveQueue queue = live;
    if (queue != null) {
      try {
        work.accept(queue);
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  /** Asks the queue something; refused while it does not live. From any thread. */
  <T> CompletableFuture<Answer<T>> ask(BiFunction<LiveQueue, Long, Answer<T>> question) {
    return loop.call(nowMillis -> answer(question, nowMillis));
  }

  private <T> Answer<T> answer(BiFunction<LiveQueue, Long, Answer<T>> question, long nowMillis) {
    LiveQueue queue = live;
    if (queue == null) {
      return Answer.refused(refusal());
    }
    try {
      return question.apply(queue, nowMillis);
    } catch (RuntimeException e) {
      fail(e);
      return Answer.refused(refusal());
    }
  }

  /**
   * Done when all is durable that was done to it before; false if it cannot be said. For any
   * thread.
   */
  CompletableFuture<Boolean> durable() {
    return loop.callAsync(nowMillis -> durableNow()).exceptionally(stopped -> false);
  }

  private CompletableFuture<Boolean> durableNow() {
    LiveQueue queue = live;
    if (queue == null) {
      return CompletableFuture.completedFuture(deletion != null);
    }
    try {
      return queue.whenDurable();
    } catch (RuntimeException e) {
      fail(e);
      return CompletableFuture.completedFuture(false);
    }
  }

  /**
   * The queue and all that is stored of it go, if the condition is met; one that has failed goes,
   * too. From any thread.
   *
   * @param undefined to be completed by whoever stores what is defined, on any thread, when a
   *     restart would not find the queue: nobody is told before that what was in it is settled
   * @return how many messages were in it
   */
  CompletableFuture<Answer<Long>> delete(
      DeleteCondition condition, CompletableFuture<Void> undefined) {
    return loop.call(nowMillis -> deleteNow(condition, undefined, false));
  }

  /** As {@link #delete(DeleteCondition, CompletableFuture)}, of a queue that is not defined. */
  CompletableFuture<Answer<Long>> delete(DeleteCondition condition) {
    return delete(condition, CompletableFuture.completedFuture(null));
  }

  /**
   * As a broker's own decision, if nobody has used it since exactly then and its rules say so
   * still.
   */
  CompletableFuture<Answer<Long>> deleteIfUnusedSince(
      long sinceMillis, CompletableFuture<Void> undefined) {
    return loop.call(
        nowMillis ->
            live == null || live.hasExpiredSince(sinceMillis)
                ? deleteNow(DeleteCondition.NONE, undefined, true)
                : Answer.refused(new Refusal.InUse(Refusal.Kind.QUEUE, name())));
  }

  private Answer<Long> deleteNow(
      DeleteCondition condition, CompletableFuture<Void> undefined, boolean expired) {
    LiveQueue queue = live;
    if (queue == null) {
      return deleteRemains(Deletion.toldOn(loop, undefined));
    }
    QueueCounts counts = queue.machine().counts();
    Optional<Refusal> refusal = condition.refusal(name(), counts);
    if (refusal.isPresent()) {
      return Answer.refused(refusal.get());
    }
    end("was deleted");
    CompletableFuture<Void> durable = queue.end().delete(Deletion.toldOn(loop, undefined));
    deletion =
        expired && counts.messages() == 0 ? Deletion.expired(durable) : Deletion.asked(durable);
    return Answer.done(counts.messages() - counts.unacknowledged());
  }

  private Answer<Long> deleteRemains(CompletableFuture<Void> undefined) {
    Journal stored = remains;
    remains = null;
    if (stored != null) {
      deletion = Deletion.asked(stored.delete().thenCombine(undefined, (deleted, gone) -> null));
    } else if (deletion == null) {
      deletion = Deletion.asked(undefined);
    }
    return Answer.done(0L);
  }

  /** An orderly end: everything is durable when the future is done. */
  CompletableFuture<Void> stop() {
    return loop.callAsync(this::stopNow);
  }

  private CompletableFuture<Void> stopNow(long nowMillis) {
    LiveQueue queue = live;
    if (queue == null) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      CompletableFuture<Void> durable = queue.end().stop(nowMillis);
      end("has stopped");
      return durable;
    } catch (RuntimeException e) {
      fail(e);
      return CompletableFuture.failedFuture(e);
    }
  }

  private Optional<LiveQueue> end(String how) {
    LiveQueue queue = live;
    live = null;
    end = how;
    return Optional.ofNullable(queue);
  }

  private void fail(RuntimeException cause) {
    Optional<LiveQueue> failed = end("has failed: " + cause.getMessage());
    LOG.error(
        "queue {} has failed: {}",
        name(),
        failed.map(LiveQueue::describe).orElse("it is not open"),
        cause);
    failed.ifPresent(
        queue -> {
          remains = queue.journal();
          queue.end().abandon();
        });
    host.failed(this, cause);
  }

  private Refusal refusal() {
    return deletion != null
        ? new Refusal.NotFound(Refusal.Kind.QUEUE, name())
        : new Refusal.Unavailable("queue '" + name() + "' " + end);
  }

  @Override
  public String toString() {
    return "queue " + name();
  }
}
