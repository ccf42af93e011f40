package io.millrace.broker.vhost;

import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.message.Message;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.vhost.BlockedPublishes.Blocked;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How messages come into a queue: each is let in, refused, or has to wait for room. Its batch is
 * answered when the journal is durable up to it; one that is not to survive a restart, once it is
 * in the queue.
 *
 * <p>Owned by the queue's loop.
 */
final class Arrivals implements DurableListener {
  private final LiveQueue queue;
  private final LossCounts losses;

  /** Where in the journal the last message stands; -1 while none has come since the start. */
  private long lastEntered = -1;

  /** Whether the queue itself would be there after a restart: until then nothing in it is safe. */
  private boolean defined;

  /** Whether the first of those that wait does so for the journal. */
  private boolean waitsForRoom;

  // What most queues most of the time have none of.
  private @Nullable DurabilityWaits waits;
  private @Nullable DurabilityPromises promises;
  private @Nullable BlockedPublishes blocked;
  private @Nullable RoomWarnings warnings;

  Arrivals(LiveQueue queue, LossCounts losses, boolean defined) {
    this.queue = queue;
    this.losses = losses;
    this.defined = defined;
  }

  void publish(Message message, PublishBatch batch, int entry, long nowMillis) {
    if (blocked != null && !blocked.isEmpty()) {
      // In their order: none passes those that wait.
      waitBehind(message, batch, entry, nowMillis);
    } else if (!enter(message, batch, entry, nowMillis)) {
      block(message, batch, entry, nowMillis);
    }
  }

  private void waitBehind(Message message, PublishBatch batch, int entry, long nowMillis) {
    if (batch.entrance(entry) == Entrance.IMMEDIATE) {
      batch.leave(entry);
    } else if (waitsForRoom && !batch.isPatient()) {
      refuseForRoom(batch, entry, nowMillis);
    } else {
      block(message, batch, entry, nowMillis);
    }
  }

  /** Takes the message in, or refuses it; false if it has to wait. */
  private boolean enter(Message message, PublishBatch batch, int entry, long nowMillis) {
    Entrance entrance = batch.entrance(entry);
    if (!queue.journal().acceptsMessages()) {
      if (batch.isPatient()
          && entrance != Entrance.IMMEDIATE
          && queue.journal().hasRoomOfItsOwn()) {
        waitsForRoom = true;
        warnings().heldUp(nowMillis);
        return false;
      }
      refuseForRoom(batch, entry, nowMillis);
      return true;
    }
    Envelope envelope = Envelopes.of(message, entrance, queue.settings().options(), nowMillis);
    if (entrance == Entrance.IMMEDIATE && !queue.machine().deliversAtOnce(envelope, nowMillis)) {
      batch.leave(entry);
      return true;
    }
    switch (queue.machine().admit(envelope, nowMillis)) {
      case ADMIT -> {
        lastEntered = queue.machine().enqueue(message, envelope, nowMillis);
        if (entrance == Entrance.IMMEDIATE) {
          // Now: until the end of the turn somebody else might take the credit.
          queue.machine().deliver(1, nowMillis);
        }
        awaitDurable(message, batch, lastEntered);
      }
      case DUPLICATE -> awaitDurable(message, batch, lastEntered); // the first one is before that
      case REJECT -> refuse(batch, entry, PublishRefusal.QUEUE_FULL);
      case DEAD_LETTER -> {
        refuse(batch, entry, PublishRefusal.QUEUE_FULL);
        if (entrance != Entrance.MOVED) {
          queue.letterDesk().publishRefused(queue, message, nowMillis);
        }
      }
      case BLOCK -> {
        if (entrance != Entrance.IMMEDIATE) {
          return false;
        }
        refuse(batch, entry, PublishRefusal.QUEUE_FULL);
      }
    }
    return true;
  }

  private RoomWarnings warnings() {
    RoomWarnings known = warnings;
    if (known == null) {
      known = new RoomWarnings(queue.handle());
      warnings = known;
    }
    return known;
  }

  /** What is moved stays where it is, and is moved again: it is not lost, nor worth a warning. */
  private void refuseForRoom(PublishBatch batch, int entry, long nowMillis) {
    if (batch.entrance(entry) == Entrance.MOVED) {
      batch.refuse(entry, PublishRefusal.NO_SPACE);
    } else {
      warnings().refused(nowMillis);
      refuse(batch, entry, PublishRefusal.NO_SPACE);
    }
  }

  private void refuse(PublishBatch batch, int entry, PublishRefusal why) {
    losses.refused();
    batch.refuse(entry, why);
  }

  private void awaitDurable(Message message, PublishBatch batch, long position) {
    boolean safe = defined && position <= queue.journal().durablePosition();
    if (!safe && message.properties().isPersistent()) {
      if (waits == null) {
        waits = new DurabilityWaits();
      }
      waits.add(batch, position);
    }
  }

  private void block(Message message, PublishBatch batch, int entry, long nowMillis) {
    if (blocked == null) {
      blocked = new BlockedPublishes();
    }
    if (blocked.add(message, batch, entry)) {
      return;
    }
    if (waitsForRoom) {
      refuseForRoom(batch, entry, nowMillis);
    } else {
      refuse(batch, entry, PublishRefusal.QUEUE_FULL);
    }
  }

  /** Lets those in that wait for room, as far as there is some. */
  void retryBlocked(long nowMillis) {
    waitsForRoom = false;
    BlockedPublishes waiting = blocked;
    Blocked first = waiting == null ? null : waiting.first();
    while (waiting != null
        && first != null
        && enter(first.message(), first.batch(), first.entry(), nowMillis)) {
      waiting.removeFirst();
      first = waiting.first();
    }
  }

  /** Lets those in that wait for room of the journal, if there is some. */
  void retryIfThereIsRoom(long nowMillis) {
    if (mayRetry()) {
      retryBlocked(nowMillis);
    }
  }

  /** Whether somebody waits for room of the journal, and there is some. */
  boolean mayRetry() {
    return waitsForRoom && queue.journal().acceptsMessages();
  }

  void refuseBlocked(PublishRefusal why) {
    if (blocked != null) {
      blocked.refuseAll(why);
    }
  }

  /** Done when all that was done to the queue so far is durable; false if it never will be. */
  CompletableFuture<Boolean> whenDurable() {
    if (promises == null) {
      promises = new DurabilityPromises();
    }
    return promises.promise(queue.journal());
  }

  @Override
  public void durable(long position) {
    if (waits != null && defined) {
      waits.durable(position);
    }
    if (promises != null) {
      promises.durable(position);
    }
  }

  @Override
  public void failed(UncheckedIOException cause) {
    queue.later(
        (live, nowMillis) -> {
          throw cause;
        });
  }

  /** A restart finds the queue from now on. */
  void defined() {
    defined = true;
    durable(queue.journal().durablePosition());
  }

  boolean isDefined() {
    return defined;
  }

  /** The journal has come to its end: all that was appended is durable, or never will be. */
  void ended(boolean durable) {
    if (promises != null) {
      promises.ended(durable);
    }
    if (waits != null && durable) {
      waits.durable(Long.MAX_VALUE);
    } else if (waits != null) {
      waits.refuseAll(PublishRefusal.UNAVAILABLE);
    }
  }
}
