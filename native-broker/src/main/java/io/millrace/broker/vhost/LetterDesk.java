package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;
import io.millrace.broker.loop.LoopTimer;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.TurnEnd;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.DeadLetterReason;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the dead letters of the queues of one loop, and tells each queue when a copy is durable
 * where it went, so that only then the original goes. What is refused is tried again every second;
 * what has nowhere to go is counted as unroutable and gone.
 *
 * <p>Owned by the loop.
 */
final class LetterDesk implements TurnEnd, ConfirmSink {
  private static final long RETRY_MILLIS = 1000;

  private final OwnerLoop loop;
  private final Publisher publisher;
  private final LetterQueues letterQueues;
  private final TreeMap<Long, Letter> onTheirWay = new TreeMap<>();
  private final Queue<Letter> refused = new ArrayDeque<>();
  private final Set<HostedQueue> waitingForRoom = new LinkedHashSet<>();
  private boolean turnEndAsked;

  private final LoopTimer retry =
      new LoopTimer() {
        @Override
        protected void fire(long nowMillis) {
          retryRefused(nowMillis);
        }
      };

  private record Letter(HostedQueue queue, long offset, DeadLetterReason reason) {}

  /** The queues that dead letters go to where no exchange is configured for them. */
  interface LetterQueues {
    /** Whether there is one for that queue; asked for if not. */
    boolean isThereFor(HostedQueue queue);
  }

  LetterDesk(OwnerLoop loop, PublisherSource publishers, LetterQueues letterQueues) {
    this.loop = loop;
    this.publisher = publishers.publisher(this::progress);
    this.letterQueues = letterQueues;
  }

  /** Makes a publisher. */
  interface PublisherSource {
    Publisher publisher(ConfirmTarget target);
  }

  /**
   * Sends off a copy of a departing message; false if there is no room, and the queue told later.
   */
  boolean send(LiveQueue queue, long offset, DeadLetterReason reason, long nowMillis) {
    if (!publisher.hasRoom()) {
      waitingForRoom.add(queue.handle());
      return false;
    }
    String exchange = queue.settings().deadLetterExchange();
    Letter letter = new Letter(queue.handle(), offset, reason);
    if (exchange == null && reason != DeadLetterReason.DELIVERY_LIMIT) {
      queue.departed(offset);
    } else if (exchange == null && !letterQueues.isThereFor(queue.handle())) {
      tryLater(letter, nowMillis);
    } else if (isOnItsWay(publish(queue, queue.journal().read(offset), reason, nowMillis))) {
      onTheirWay.put(publisher.lastSequence(), letter);
    } else {
      queue.departed(offset);
    }
    return true;
  }

  private static boolean isOnItsWay(PublishOutcome outcome) {
    return outcome == PublishOutcome.ROUTED || outcome == PublishOutcome.PARKED;
  }

  /** A message that the queue refused, as a dead letter. Its publisher was told of the refusal. */
  void publishRefused(LiveQueue queue, Message message, long nowMillis) {
    if (publisher.hasRoom()) {
      publish(queue, message, DeadLetterReason.MAX_LENGTH, nowMillis);
    }
  }

  private PublishOutcome publish(
      LiveQueue queue, Message message, DeadLetterReason reason, long nowMillis) {
    String name = queue.handle().name();
    String exchange = queue.settings().deadLetterExchange();
    String key = queue.settings().deadLetterRoutingKey();
    Message letter =
        exchange == null
            ? DeathHistory.letter(message, name, reason, nowMillis, "", letterQueueOf(name))
            : DeathHistory.letter(message, name, reason, nowMillis, exchange, key);
    DeathHistory history = DeathHistory.of(letter);
    askForTurnEnd();
    return publisher.publishInternally(letter, target -> history.isCycle(target.name()));
  }

  /** What the queue for dead letters is called that have no exchange to go to. */
  static String letterQueueOf(String queue) {
    return queue + ".dlq";
  }

  @Override
  public void endTurn(long nowMillis) {
    turnEndAsked = false;
    publisher.flush();
  }

  private void askForTurnEnd() {
    if (!turnEndAsked) {
      turnEndAsked = true;
      loop.atTurnEnd(Phase.HAND_OVER, this);
    }
  }

  /** From any thread. */
  private void progress() {
    loop.post(
        new LoopCommand() {
          @Override
          protected void run(long nowMillis) {
            publisher.takeConfirms(LetterDesk.this);
            letOthersSend(nowMillis);
          }

          @Override
          protected void abandon(Throwable cause) {
            // What departs stays in its queue, and departs again after the next start.
          }
        });
  }

  @Override
  public void confirmed(long sequence, boolean multiple) {
    if (!multiple) {
      departed(onTheirWay.remove(sequence));
      return;
    }
    var durable = onTheirWay.headMap(sequence, true);
    durable.values().forEach(this::departed);
    durable.clear();
  }

  private void departed(@Nullable Letter letter) {
    if (letter != null) {
      letter.queue().guarded(queue -> queue.departed(letter.offset()));
    }
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    Letter letter = onTheirWay.remove(sequence);
    if (letter != null) {
      tryLater(letter, loop.nowMillis());
    }
  }

  private void tryLater(Letter letter, long nowMillis) {
    refused.add(letter);
    loop.wakeAt(retry, nowMillis + RETRY_MILLIS);
  }

  /** Now, since something has changed. */
  void retryRefused(long nowMillis) {
    for (int rest = refused.size(); rest > 0; rest--) {
      Letter letter = refused.remove();
      letter
          .queue()
          .guarded(
              queue -> {
                if (!send(queue, letter.offset(), letter.reason(), nowMillis)) {
                  tryLater(letter, nowMillis);
                }
              });
    }
  }

  private void letOthersSend(long nowMillis) {
    if (!waitingForRoom.isEmpty() && publisher.hasRoom()) {
      Set<HostedQueue> queues = new LinkedHashSet<>(waitingForRoom);
      waitingForRoom.clear();
      queues.forEach(each -> each.guarded(queue -> queue.sendLetters(nowMillis)));
    }
  }
}
