package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.exchange.CopyKeys;
import io.millrace.broker.message.Message;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.TxCommit;
import io.millrace.broker.protocol.amqp.codec.TxCommitOk;
import io.millrace.broker.protocol.amqp.codec.TxRollbackOk;
import io.millrace.broker.vhost.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The class tx: publishes and settlements that are held until the client commits them.
 *
 * <p>A commit publishes all, waits until that is durable, then settles, and answers when that is
 * durable, too. It is not atomic over a crash: what was published may be there while what was
 * settled comes again, and never the other way round.
 *
 * <p>A commit fails before anything is published where an exchange is there no more. If a queue
 * refuses a message, or an exchange goes while the commit lasts, it fails, and what other queues
 * have taken of it stays; nothing is settled then. For the connection's thread.
 */
final class Transaction {
  /** What a message is taken to hold in memory, beside what the client has sent. */
  private static final int ENTRY_BYTES = 256;

  private final Dialogue dialogue;
  private final Publishing publishing;
  private final Settling settling;
  private final long limitBytes;
  private final Duration longestBlock;
  private final ArrayDeque<Held> publishes = new ArrayDeque<>();

  /** No more than the client was sent and has not settled. */
  private final List<Settlement> settlements = new ArrayList<>();

  private long heldBytes;

  /** What the commit is doing. */
  private State state = State.OPEN;

  private boolean failed;

  /** How many have begun. */
  private long commits;

  /** Whether one that waits for a full queue is looked after. */
  private boolean watched;

  private enum State {
    OPEN,
    PUBLISHING,
    SETTLING
  }

  private record Held(Message message, boolean mandatory, boolean immediate, long bytes) {}

  private record Delivery(long tag, long offset, Holder holder) {}

  private record Settlement(Delivery delivery, Outcome outcome) {}

  /**
   * @param settings how much may be held, and how long a commit that settles waits for a full queue
   */
  Transaction(
      Dialogue dialogue, Publishing publishing, Settling settling, ChannelSettings settings) {
    this.dialogue = dialogue;
    this.publishing = publishing;
    this.settling = settling;
    this.limitBytes = settings.transactionBytes();
    this.longestBlock = settings.longestBlock();
  }

  /**
   * Holds a publish, or ends the channel.
   *
   * @param headerBytes see {@link ContentHeader#heldBytes}
   */
  void hold(Message message, int headerBytes, BasicPublish asked) {
    Optional<Fault> refusal =
        publishing
            .refusalOfExchange(asked.exchange())
            .map(dialogue::faultOf)
            .or(
                () ->
                    CopyKeys.areValid(message)
                        ? Optional.empty()
                        : Optional.of(Publishing.INVALID_COPY_KEYS));
    if (refusal.isPresent()) {
      dialogue.fail(refusal.get(), asked);
      return;
    }
    long bytes = (long) ENTRY_BYTES + headerBytes + message.body().length;
    if (takeRoom(bytes, asked)) {
      publishes.add(new Held(message, asked.mandatory(), asked.immediate(), bytes));
    }
  }

  /** Holds settlements of one delivery or more: why not, or empty. */
  Optional<Fault> settle(long tag, boolean multiple, Outcome outcome) {
    return settling.take(
        tag,
        multiple,
        (each, offset, holder) ->
            settlements.add(new Settlement(new Delivery(each, offset, holder), outcome)));
  }

  private boolean takeRoom(long bytes, Method about) {
    if (heldBytes + bytes > limitBytes) {
      dialogue.fail(
          Fault.preconditionFailed("a transaction holds more than %d bytes".formatted(limitBytes)),
          about);
      return false;
    }
    Allowance allowance = dialogue.link().allowance();
    if (!allowance.take(bytes)) {
      dialogue.fail(allowance.refusal(), about);
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  void commit() {
    Optional<Refusal> refusal = refusalOfAnyExchange();
    if (refusal.isPresent()) {
      dialogue.fail(dialogue.faultOf(refusal.get()), new TxCommit());
      return;
    }
    dialogue.hold(Dialogue.Reason.REQUEST);
    state = State.PUBLISHING;
    commits++;
    failed = false;
    goOn();
  }

  /** Exchanges may have gone since they were published to. */
  private Optional<Refusal> refusalOfAnyExchange() {
    Set<String> exchanges = new LinkedHashSet<>();
    publishes.forEach(held -> exchanges.add(held.message().exchange()));
    return exchanges.stream()
        .flatMap(name -> publishing.refusalOfExchange(name).stream())
        .findFirst();
  }

  /** A publish of this transaction is not, or not everywhere, where it was to go. */
  void publishFailed() {
    failed = true;
  }

  /** There may be something to do for a commit: there was news of publishes. */
  void goOn() {
    if (state != State.PUBLISHING) {
      return;
    }
    while (!publishes.isEmpty() && !dialogue.isHeld(Dialogue.Reason.PUBLISHES)) {
      Held next = publishes.remove();
      giveBack(next.bytes());
      if (!publishing.publish(next.message(), next.mandatory(), next.immediate())) {
        return;
      }
    }
    publishing.flush();
    if (publishing.isBlocked()) {
      watch();
    }
    if (publishes.isEmpty() && publishing.isAllAnswered()) {
      if (failed) {
        dialogue.fail(Fault.preconditionFailed("partial tx completion"), new TxCommit());
      } else {
        settle();
      }
    }
  }

  /** What it publishes waits for a full queue, where there may be room once it has settled. */
  private void watch() {
    if (!watched && !settlements.isEmpty()) {
      watched = true;
      long watchedCommit = commits;
      dialogue.link().executeAfter(longestBlock, () -> giveUp(watchedCommit));
    }
  }

  private void giveUp(long watchedCommit) {
    watched = false;
    if (state != State.PUBLISHING || dialogue.isEnded() || !publishing.isBlocked()) {
      return;
    }
    if (commits == watchedCommit) {
      dialogue.fail(
          Fault.preconditionFailed(
              "partial tx completion: a queue was full for %d s"
                  .formatted(longestBlock.toSeconds())),
          new TxCommit());
    } else {
      watch();
    }
  }

  private void settle() {
    state = State.SETTLING;
    Set<Holder> holders = new LinkedHashSet<>();
    for (Settlement each : settlements) {
      Delivery delivery = each.delivery();
      settling.settle(delivery.holder(), delivery.offset(), each.outcome());
      holders.add(delivery.holder());
    }
    settlements.clear();
    settling.flush();
    CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
    for (Holder each : holders) {
      all = all.thenCombine(each.subscription().durable(), Boolean::logicalAnd);
    }
    dialogue.awaitValue(all, new TxCommit(), this::settled);
  }

  private void settled(boolean durable) {
    state = State.OPEN;
    if (dialogue.isEnded()) {
      return;
    }
    if (durable) {
      dialogue.send(new TxCommitOk());
    } else {
      dialogue.fail(Fault.preconditionFailed("partial tx completion"), new TxCommit());
    }
  }

  private void giveBack(long bytes) {
    heldBytes -= bytes;
    dialogue.link().allowance().give(bytes);
  }

  void rollback() {
    close();
    restore();
    dialogue.send(new TxRollbackOk());
  }

  /** What is held and was not published never will be. */
  void close() {
    publishes.clear();
    giveBack(heldBytes);
  }

  /** Puts the deliveries back among those that are not settled, all at once. */
  private void restore() {
    if (settlements.isEmpty()) {
      return;
    }
    Unsettled unsettled = settling.unsettled();
    List<Delivery> all = new ArrayList<>(settlements.size() + unsettled.count());
    settlements.forEach(each -> all.add(each.delivery()));
    settlements.clear();
    unsettled.takeAll((tag, offset, holder) -> all.add(new Delivery(tag, offset, holder)));
    all.sort(Comparator.comparingLong(Delivery::tag));
    all.forEach(each -> unsettled.add(each.tag(), each.offset(), each.holder()));
  }

  /** Who holds deliveries that are to be settled. */
  void addHolders(Set<Holder> holders) {
    settlements.forEach(each -> holders.add(each.delivery().holder()));
  }
}
