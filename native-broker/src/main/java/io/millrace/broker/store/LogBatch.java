package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one loop writes to the log at once: a mark, then the records of a turn.
 *
 * <p>Belongs to its loop, then from {@link WriteAheadLog#submit} on to the disk-sync thread, then,
 * with the news of it, to its loop again.
 */
final class LogBatch {
  /** A batch that grew beyond that is not kept for the next turn. */
  static final int KEPT_BYTES = 1 << 20;

  private static final int FIRST_BYTES = 1 << 12;

  private final LogWriter writer;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);
  private LogClient[] clients = new LogClient[16];
  private long[] upTo = new long[16];
  private int clientCount;
  private boolean syncWanted;

  /** Where its first byte stands in the log; set when it is submitted. */
  private long position;

  /** Where the file begins that it belongs to; set when it is submitted. */
  private long fileStart;

  LogBatch(LogWriter writer) {
    this.writer = writer;
    buffer.position(LogMark.RECORD_BYTES);
  }

  ByteBuffer buffer() {
    return buffer;
  }

  boolean isEmpty() {
    return buffer.position() == LogMark.RECORD_BYTES;
  }

  /** The buffer, with room for so many more bytes. */
  ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + bytes);
      ByteBuffer larger =
          ByteBuffer.allocateDirect((int) Math.min(wanted, Integer.MAX_VALUE - Long.BYTES));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }

  /** Has the client told about this batch; the index to give to {@link #advance}. */
  int join(LogClient client) {
    if (clientCount == clients.length) {
      clients = Arrays.copyOf(clients, 2 * clientCount);
      upTo = Arrays.copyOf(upTo, 2 * clientCount);
    }
    clients[clientCount] = client;
    return clientCount++;
  }

  /** The last command, by the client's own count, that stands in this batch. */
  void advance(int client, long command) {
    upTo[client] = command;
  }

  /** Nobody is told of it before it is synced, whatever the policy. */
  void wantSync() {
    syncWanted = true;
  }

  boolean isSyncWanted() {
    return syncWanted;
  }

  void place(long at, long startOfFile) {
    position = at;
    fileStart = startOfFile;
  }

  void tellPlace() {
    for (int i = 0; i < clientCount; i++) {
      clients[i].placed(position);
    }
  }

  long position() {
    return position;
  }

  long fileStart() {
    return fileStart;
  }

  int sizeBytes() {
    return buffer.position();
  }

  /** What it takes in memory. */
  int heldBytes() {
    return buffer.capacity();
  }

  LogWriter writer() {
    return writer;
  }

  /** On the loop: tells each client, and is empty again. */
  void finish(@Nullable IOException failure) {
    for (int i = 0; i < clientCount; i++) {
      if (failure == null) {
        clients[i].durable(upTo[i]);
      } else {
        clients[i].failed(failure);
      }
    }
    Arrays.fill(clients, 0, clientCount, null);
    clientCount = 0;
    syncWanted = false;
    buffer.clear().position(LogMark.RECORD_BYTES);
  }
}
