package io.millrace.broker.store;

import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Enqueue;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.fuzz.AllocatedBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A data directory of whatever files is read, or refused with the place of the damage; what it once
 * gave it gives again.
 */
public final class StoreFuzz {
  private static final int OPEN_FILES = 2;
  private static final int MOST_READ = 50;
  private static final long LOG_FILE_BYTES = 1 << 20;

  /** Blocks to read records with, and to search a torn end. */
  private static final long BLOCK_BYTES = 8 << 20;

  private StoreFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    FaultyDisk disk = FilesOfBytes.disk(data);
    AllocatedBytes.atMost(
        BLOCK_BYTES + AllocatedBytes.due(data),
        () -> {
          FaultyDisk first = disk.copy();
          List<String> found = contents(first);
          if (!found.equals(contents(first))) {
            throw new AssertionError("opened again it is not the same: " + found);
          }
        });
  }

  /** All that can be read, a line each. */
  private static List<String> contents(FaultyDisk disk) {
    List<String> lines = new ArrayList<>();
    OpenFiles openFiles = new OpenFiles(disk, OPEN_FILES);
    try {
      FormatFile.check(disk);
      RecoveredStore found = new Recovery(disk, openFiles).run();
      WriteAheadLog log = new WriteAheadLog(LOG_FILE_BYTES, found.log(), found.end());
      for (RecoveredQueue queue : found.queues().values()) {
        lines.add(queue.id() + " " + queue.name() + " " + queue.isStopped());
        replay(queue, log, lines);
        MessageReader reader = new MessageReader(queue.id(), log, new RecordReader(log));
        read(queue.messages(), log, reader, lines);
        for (Extent extent : found.extents().getOrDefault(queue.id(), List.of())) {
          read(extent, reader, lines);
        }
      }
      openFiles.close();
    } catch (IOException refused) {
      lines.add(refused.getMessage());
    }
    return lines;
  }

  private static void replay(RecoveredQueue queue, WriteAheadLog log, List<String> lines)
      throws IOException {
    if (!FilesOfBytes.isModest(queue.snapshot())) {
      return;
    }
    try {
      StoredCommands.recover(queue, log, new RecordReader(log), new Replayed(lines));
    } catch (DamagedStoreException damage) {
      lines.add(damage.getMessage());
    }
  }

  private static void read(
      LogPositions messages, WriteAheadLog log, MessageReader reader, List<String> lines)
      throws IOException {
    long end = Math.min(messages.end(), messages.first() + MOST_READ);
    for (long offset = messages.first(); offset < end; offset++) {
      long position = messages.at(offset);
      try {
        lines.add(checked(offset, reader.read(log, position, offset)));
      } catch (DamagedStoreException damage) {
        lines.add(damage.getMessage());
      }
    }
  }

  private static void read(Extent extent, MessageReader reader, List<String> lines)
      throws IOException {
    for (int i = 0; i < MOST_READ && i <= extent.last() - extent.first(); i++) {
      long offset = extent.first() + i;
      try {
        lines.add(checked(offset, reader.read(extent, offset)));
      } catch (DamagedStoreException damage) {
        lines.add(damage.getMessage());
      }
    }
  }

  private static String checked(long offset, Enqueue enqueue) {
    if (enqueue.offset() != offset) {
      throw new AssertionError("offset " + enqueue.offset() + " instead of " + offset);
    }
    return enqueue.toString();
  }

  private record Replayed(List<String> lines) implements ReplayTarget {
    @Override
    public void restore(QueueSnapshot snapshot, boolean cleanStop) {
      lines.add(snapshot + " " + cleanStop);
    }

    @Override
    public void replay(DurableCommand command) {
      lines.add(String.valueOf(command));
    }
  }
}
