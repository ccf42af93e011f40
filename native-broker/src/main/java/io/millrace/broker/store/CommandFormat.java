package io.millrace.broker.store;

import io.millrace.broker.message.Varint;
import io.millrace.broker.queue.DeadLetterReason;
import io.millrace.broker.queue.Depart;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Fate;
import io.millrace.broker.queue.OffsetRuns;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.Purge;
import io.millrace.broker.queue.Requeue;
import io.millrace.broker.queue.Settle;
import java.nio.ByteBuffer;

/**
 * The content of the log's records of commands other than {@link MessageFormat messages}:
 *
 * <pre>
 * 3 settle   fate (1)     size (8)  offsets
 * 4 depart   reason (1)   size (8)  offsets
 * 5 requeue  due at (8)   offsets
 * 6 purge    next offset (8)  messages (8)  size (8)  runs (4)  { from (8)  to (8) }*   survivors
 *
 * offsets  = count (4)  first (8)                            consecutive ones
 *          | -count (4) first (8)  { distance (varint) }*    others, each from the one before
 * </pre>
 *
 * <p>A {@linkplain Varint varint} has 7 bits a byte, the lowest first. An end of a run is excluded.
 */
final class CommandFormat {
  static final byte SETTLE = 3;
  static final byte DEPART = 4;
  static final byte REQUEUE = 5;
  static final byte PURGE = 6;

  private CommandFormat() {}

  static boolean isCommand(byte kind) {
    return kind >= SETTLE && kind <= PURGE;
  }

  /** At most how many bytes a command of these offsets takes. */
  static int maxBytes(Offsets offsets) {
    return 9 + 12 + (offsets.isRange() ? 0 : Math.multiplyExact(offsets.size(), Varint.MAX_BYTES));
  }

  static int maxBytes(Purge command) {
    return Math.toIntExact(28 + 16 * command.survivors().runs());
  }

  static void write(Settle command, ByteBuffer to) {
    to.put((byte) command.fate().code()).putLong(command.sizeBytes());
    write(command.offsets(), to);
  }

  static void write(Depart command, ByteBuffer to) {
    to.put((byte) command.reason().code()).putLong(command.sizeBytes());
    write(command.offsets(), to);
  }

  static void write(Requeue command, ByteBuffer to) {
    to.putLong(command.dueAtMillis());
    write(command.offsets(), to);
  }

  static void write(Purge command, ByteBuffer to) {
    to.putLong(command.nextOffset()).putLong(command.count()).putLong(command.sizeBytes());
    int runsAt = to.position();
    to.putInt(0);
    command.survivors().forEachRun((from, end) -> to.putLong(from).putLong(end));
    to.putInt(runsAt, (to.position() - runsAt - Integer.BYTES) / (2 * Long.BYTES));
  }

  private static void write(Offsets offsets, ByteBuffer to) {
    int size = offsets.size();
    to.putInt(offsets.isRange() ? size : -size).putLong(offsets.first());
    if (!offsets.isRange()) {
      for (int i = 1; i < size; i++) {
        Varint.write(offsets.at(i) - offsets.at(i - 1), to);
      }
    }
  }

  /** Reads a content whose checksum was right, within {@link Contents#read}. */
  static DurableCommand read(byte kind, ByteBuffer content) {
    return switch (kind) {
      case SETTLE -> {
        Fate fate = Fate.ofCode(content.get());
        long sizeBytes = content.getLong();
        yield new Settle(readOffsets(content), fate, sizeBytes);
      }
      case DEPART -> {
        DeadLetterReason reason = DeadLetterReason.ofCode(content.get());
        long sizeBytes = content.getLong();
        yield new Depart(readOffsets(content), reason, sizeBytes);
      }
      case REQUEUE -> {
        long dueAtMillis = content.getLong();
        yield new Requeue(readOffsets(content), dueAtMillis);
      }
      case PURGE -> readPurge(content);
      default -> throw new IllegalArgumentException("no command is of kind " + kind);
    };
  }

  private static Purge readPurge(ByteBuffer content) {
    long nextOffset = content.getLong();
    long count = content.getLong();
    long sizeBytes = content.getLong();
    OffsetRuns survivors = new OffsetRuns();
    for (int runs = content.getInt(); runs > 0; runs--) {
      survivors.addRange(content.getLong(), content.getLong());
    }
    return new Purge(nextOffset, survivors, count, sizeBytes);
  }

  private static Offsets readOffsets(ByteBuffer content) {
    int size = content.getInt();
    long first = content.getLong();
    if (size > 0) {
      return Offsets.range(first, first + size - 1);
    }
    if (size == 0 || -(long) size - 1 > content.remaining()) {
      throw new IllegalArgumentException(
          "%d offsets in %d bytes".formatted(-(long) size, content.remaining()));
    }
    long[] offsets = new long[-size];
    offsets[0] = first;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + Varint.read(content);
    }
    return Offsets.of(offsets);
  }
}
