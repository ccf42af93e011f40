package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.QueueSnapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one queue writes into the log: puts its records into the batches of its loop and counts its
 * commands, so that the log can tell how far they are durable.
 *
 * <p>Owned by the queue's loop.
 */
final class QueueRecords {
  private final LoopStore loop;
  private final int queue;
  private final LogClient client;
  private long lastCommand = -1;

  /** The batch at hand, if there is something of this queue in it. */
  private @Nullable LogBatch batch;

  private int batchIndex;

  /**
   * @param client told where the records stand and how far the commands are durable
   */
  QueueRecords(LoopStore loop, int queue, LogClient client) {
    this.loop = loop;
    this.queue = queue;
    this.client = client;
  }

  /** The number of the last command; -1 before the first. */
  long lastCommand() {
    return lastCommand;
  }

  /** Adds a command; where in the batch at hand its record begins. */
  int add(DurableCommand command) {
    int at = loop.commands().write(queue, command);
    lastCommand++;
    joinBatch();
    return at;
  }

  void addCreated(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    loop.writer().begin(StoreRecords.CREATED, queue, bytes.length).put(bytes);
    end();
  }

  void addOpened() {
    loop.writer().begin(StoreRecords.OPENED, queue, 0);
    end();
  }

  /** Counts as a command, the last one. */
  void addDeleted() {
    lastCommand++;
    loop.writer().begin(StoreRecords.DELETED, queue, 0);
    end();
  }

  void addSnapshot(QueueSnapshot snapshot) {
    addSnapshot(snapshot, false);
  }

  /** Counts as a command, the last one; durable only when it is synced, whatever the policy. */
  void addLastSnapshot(QueueSnapshot snapshot) {
    lastCommand++;
    addSnapshot(snapshot, true);
    loop.writer().batch().wantSync();
  }

  private void addSnapshot(QueueSnapshot snapshot, boolean stopped) {
    byte[] bytes = snapshot.toBytes();
    loop.writer()
        .begin(StoreRecords.SNAPSHOT, queue, 1 + bytes.length)
        .put((byte) (stopped ? 1 : 0))
        .put(bytes);
    end();
  }

  private void end() {
    loop.writer().end();
    joinBatch();
  }

  private void joinBatch() {
    LogBatch current = loop.writer().batch();
    if (batch != current) {
      batch = current;
      batchIndex = current.join(client);
    }
    current.advance(batchIndex, lastCommand);
  }

  /** Whether the batch at hand is worth to be handed over before the turn ends. */
  boolean areMany() {
    return loop.writer().isFull();
  }

  /** Hands over the batch at hand, if there is something of this queue in it. */
  void flush() throws IOException {
    if (batch != null) {
      try {
        loop.writer().flush();
      } finally {
        batch = null;
      }
    }
  }

  /** The batch at hand was handed over. */
  void placed() {
    batch = null;
  }
}
