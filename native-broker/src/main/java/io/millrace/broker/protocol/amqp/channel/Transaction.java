package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.Message;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.TxCommit;
import io.millrace.broker.protocol.amqp.codec.TxCommitOk;
import io.millrace.broker.protocol.amqp.codec.TxRollbackOk;
import io.millrace.broker.vhost.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * settled comes again, and never the other way round. For the connection's thread.
 */
final class Transaction {
  /** What a message is taken to hold in memory, beside the body. */
  private static final int ENTRY_BYTES = 256;

  private final Dialogue dialogue;
  private final Publishing publishing;
  private final Settling settling;
  private final long limitBytes;
  private final ArrayDeque<Held> publishes = new ArrayDeque<>();

  /** No more than the client was sent and has not settled. */
  private final List<Settlement> settlements = new ArrayList<>();

  private long heldBytes;

  /** What the commit is doing. */
  private State state = State.OPEN;

  private boolean failed;

  private enum State {
    OPEN,
    PUBLISHING,
    SETTLING
  }

  private record Held(Message message, boolean mandatory, boolean immediate) {}

  private record Settlement(long tag, long offset, Holder holder, Outcome outcome) {}

  /**
   * @param limitBytes how much may be held
   */
  Transaction(Dialogue dialogue, Publishing publishing, Settling settling, long limitBytes) {
    this.dialogue = dialogue;
    this.publishing = publishing;
    this.settling = settling;
    this.limitBytes = limitBytes;
  }

  /** Holds a publish, or ends the channel. */
  void hold(Message message, BasicPublish asked) {
    if (!asked.exchange().isEmpty() && dialogue.host().exchange(asked.exchange()).isEmpty()) {
      dialogue.fail(
          dialogue.faultOf(new Refusal.NotFound(Refusal.Kind.EXCHANGE, asked.exchange())), asked);
    } else if (takeRoom(ENTRY_BYTES + message.body().length, asked)) {
      publishes.add(new Held(message, asked.mandatory(), asked.immediate()));
    }
  }

  /** Holds settlements of one delivery or more: why not, or empty. */
  Optional<Fault> settle(long tag, boolean multiple, Outcome outcome) {
    return settling.take(
        tag,
        multiple,
        (each, offset, holder) -> settlements.add(new Settlement(each, offset, holder, outcome)));
  }

  private boolean takeRoom(long bytes, Method about) {
    if (heldBytes + bytes > limitBytes) {
      dialogue.fail(
          Fault.preconditionFailed("a transaction holds more than %d bytes", limitBytes), about);
      return false;
    }
    heldBytes += bytes;
    return true;
  }

  void commit() {
    dialogue.hold(Dialogue.Reason.REQUEST);
    state = State.PUBLISHING;
    failed = false;
    heldBytes = 0;
    goOn();
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
      if (!publishing.publish(next.message(), next.mandatory(), next.immediate())) {
        return;
      }
    }
    publishing.flush();
    if (publishes.isEmpty() && publishing.isAllAnswered()) {
      if (failed) {
        dialogue.fail(Fault.preconditionFailed("partial tx completion"), new TxCommit());
      } else {
        settle();
      }
    }
  }

  private void settle() {
    state = State.SETTLING;
    Set<Holder> holders = new LinkedHashSet<>();
    for (Settlement each : settlements) {
      settling.settle(each.holder(), each.offset(), each.outcome());
      holders.add(each.holder());
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

  void rollback() {
    publishes.clear();
    heldBytes = 0;
    for (Settlement each : settlements) {
      settling.unsettled().restore(each.tag(), each.offset(), each.holder());
    }
    settlements.clear();
    dialogue.send(new TxRollbackOk());
  }

  /** Who holds deliveries that are to be settled. */
  void addHolders(Set<Holder> holders) {
    settlements.forEach(each -> holders.add(each.holder()));
  }
}
