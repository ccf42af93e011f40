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

/**
 * Publishes the dead letters of the queues of one loop, and tells each queue when a copy is durable
 * where it went, so that only then the original goes. What a queue refuses is sent to that queue
 * again every second; what has nowhere to go is counted as unroutable and gone.
 *
 * <p>Owned by the loop.
 */
final class LetterDesk implements TurnEnd, ConfirmSink {
  private static final long RETRY_MILLIS = 1000;

  private final OwnerLoop loop;
  private final Publisher publisher;
  private final LetterQueues letterQueues;
  private final OnTheirWay<Letter> onTheirWay = new OnTheirWay<>();
  private final Queue<Letter> refused = new ArrayDeque<>();
  private final Set<HostedQueue> waitingForRoom = new LinkedHashSet<>();
  private boolean turnEndAsked;

  /** Whether it was set, and has not come: what is refused meanwhile does not put it off. */
  private boolean retryDue;

  private final LoopTimer retry =
      new LoopTimer() {
        @Override
        protected void fire(long nowMillis) {
          retryDue = false;
          retryRefused(nowMillis);
        }
      };

  LetterDesk(OwnerLoop loop, PublisherSource publishers, LetterQueues letterQueues) {
    this.loop = loop;
    this.publisher = publishers.publisher(this::progress);
    publisher.onRefusal(this::refusedBy);
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
    send(queue, new Letter(queue.handle(), offset, reason), nowMillis);
    return true;
  }

  private void send(LiveQueue queue, Letter letter, long nowMillis) {
    String exchange = queue.settings().deadLetterExchange();
    if (exchange == null && letter.reason() != DeadLetterReason.DELIVERY_LIMIT) {
      queue.departed(letter.offset());
    } else if (exchange == null && !letterQueues.isThereFor(queue.handle())) {
      letterQueues.declareFor(letter, this::publish, this::tryLater);
    } else {
      publish(queue, letter, nowMillis);
    }
  }

  private void publish(Letter letter) {
    letter.queue().guarded(queue -> publish(queue, letter, loop.nowMillis()));
  }

  private void publish(LiveQueue queue, Letter letter, long nowMillis) {
    letter.beginAttempt();
    Message message = queue.journal().read(letter.offset());
    if (isOnItsWay(publish(queue, message, letter, nowMillis))) {
      onTheirWay.add(publisher.lastSequence(), letter);
    } else {
      queue.departed(letter.offset());
    }
  }

  private static boolean isOnItsWay(PublishOutcome outcome) {
    return outcome == PublishOutcome.ROUTED || outcome == PublishOutcome.PARKED;
  }

  /** A message that the queue refused, as a dead letter. Its publisher was told of the refusal. */
  void publishRefused(LiveQueue queue, Message message, long nowMillis) {
    if (publisher.hasRoom()) {
      Letter letter = new Letter(queue.handle(), -1, DeadLetterReason.MAX_LENGTH);
      publish(queue, message, letter, nowMillis);
    }
  }

  private PublishOutcome publish(LiveQueue queue, Message message, Letter letter, long nowMillis) {
    DeadLetterReason reason = letter.reason();
    String name = queue.handle().name();
    String exchange = queue.settings().deadLetterExchange();
    String key = queue.settings().deadLetterRoutingKey();
    Message copy =
        exchange == null
            ? DeathHistory.letter(message, name, reason, nowMillis, "", LetterQueues.nameFor(name))
            : DeathHistory.letter(message, name, reason, nowMillis, exchange, key);
    askForTurnEnd();
    return publisher.publishInternally(copy, new LetterRecipients(DeathHistory.of(copy), letter));
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
    onTheirWay.takeConfirmed(
        sequence,
        multiple,
        letter -> letter.queue().guarded(queue -> queue.departed(letter.offset())));
  }

  private void refusedBy(HostedQueue target, long sequence) {
    Letter letter = onTheirWay.get(sequence);
    if (letter != null) {
      letter.refusedBy(target);
    }
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    Letter letter = onTheirWay.take(sequence);
    if (letter != null) {
      letter.endAttempt();
      tryLater(letter);
    }
  }

  private void tryLater(Letter letter) {
    refused.add(letter);
    if (!retryDue) {
      retryDue = true;
      loop.wakeAt(retry, loop.nowMillis() + RETRY_MILLIS);
    }
  }

  /** Now, since something has changed. */
  void retryRefused(long nowMillis) {
    for (int rest = refused.size(); rest > 0; rest--) {
      Letter letter = refused.remove();
      letter
          .queue()
          .guarded(
              queue -> {
                if (publisher.hasRoom()) {
                  send(queue, letter, nowMillis);
                } else {
                  tryLater(letter);
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
