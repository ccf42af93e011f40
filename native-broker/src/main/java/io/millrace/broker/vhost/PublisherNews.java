package io.millrace.broker.vhost;

import io.millrace.broker.loop.OwnerLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What loops have to tell a publisher, and whether its target was told that there is something.
 *
 * <p><b>Threads:</b> any. The atomics are for that alone: loops add, the publisher's thread takes.
 */
final class PublisherNews {
  private final ConfirmTarget target;

  /** Answered batches: loops push, the publisher's thread takes all. */
  private final AtomicReference<@Nullable PublishBatch> answers = new AtomicReference<>();

  /** Whether the target was told and has not looked: set by whoever tells. */
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * Whether a loop will tell of room, so that asking often does not make a long list there: set by
   * the publisher's thread, reset by the loop.
   */
  private final AtomicBoolean waitsForRoom = new AtomicBoolean();

  /** Messages that wait for full queues: counted by their loops. */
  private final AtomicInteger blocked = new AtomicInteger();

  PublisherNews(ConfirmTarget target) {
    this.target = target;
  }

  /** A batch is answered. */
  void answered(PublishBatch batch) {
    PublishBatch below;
    do {
      below = answers.get();
      batch.below = below;
    } while (!answers.compareAndSet(below, batch));
    tell();
  }

  /** The last batch that was answered, on top of the others; the target is told of what comes. */
  @Nullable PublishBatch takeAnswers() {
    told.set(false);
    return answers.getAndSet(null);
  }

  /** The target is to be told when the loop has room. */
  void awaitRoom(OwnerLoop loop) {
    if (!waitsForRoom.getAndSet(true)) {
      loop.whenRoom(this::tellOfRoom);
    }
  }

  /** On a loop. The target asks again then, and waits for another loop if it has to. */
  private void tellOfRoom() {
    waitsForRoom.set(false);
    tell();
  }

  /** More messages wait for a full queue, or fewer. */
  void blocked(int more) {
    if (blocked.getAndAdd(more) == 0) {
      tell();
    }
  }

  boolean isBlocked() {
    return blocked.get() > 0;
  }

  /** There is something. */
  void tell() {
    if (!told.getAndSet(true)) {
      target.progress();
    }
  }
}
