package io.millrace.broker.queue;

import io.millrace.broker.message.MalformedMessageException;
import io.millrace.broker.message.Varint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link SnapshotWriter} wrote. */
final class SnapshotReader {
  private final ByteBuffer in;
  private final QueueSnapshot snapshot = new QueueSnapshot();

  SnapshotReader(byte[] bytes) {
    in = ByteBuffer.wrap(bytes);
  }

  QueueSnapshot read() {
    try {
      int version = in.get();
      if (version != SnapshotWriter.VERSION && version != SnapshotWriter.WITHOUT_TRANSIENTS) {
        throw new IllegalArgumentException("no version of a queue snapshot: " + version);
      }
      readContents();
      if (version == SnapshotWriter.VERSION) {
        runs(snapshot.transients);
      }
    } catch (BufferUnderflowException | MalformedMessageException e) {
      throw new IllegalArgumentException(
          "a queue snapshot of %d bytes, at %d: %s"
              .formatted(in.limit(), in.position(), e.getMessage()),
          e);
    }
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("a queue snapshot ends at " + in.position());
    }
    return snapshot;
  }

  private void readContents() {
    snapshot.nextOffset = number();
    snapshot.sizeBytes = number();
    snapshot.departingBytes = number();
    snapshot.suspectBelow = number();
    for (int levels = count(); levels > 0; levels--) {
      OffsetRuns runs = new OffsetRuns();
      snapshot.ready.put((int) number(), runs);
      runs(runs);
    }
    runs(snapshot.delayed);
    snapshot.due = timeRuns();
    snapshot.expiries = timeRuns();
    for (int reasons = count(); reasons > 0; reasons--) {
      OffsetRuns runs = new OffsetRuns();
      snapshot.departing.put(DeadLetterReason.ofCode((int) number()), runs);
      runs(runs);
    }
    long offset = 0;
    for (int entries = count(); entries > 0; entries--) {
      offset += number();
      snapshot.attempts.put(offset, (int) number());
    }
    ids(count());
  }

  private void ids(int count) {
    snapshot.ids = new String[count];
    snapshot.idMillis = new long[count];
    for (int i = 0; i < count; i++) {
      snapshot.idMillis[i] = number();
      byte[] id = new byte[count()];
      in.get(id);
      snapshot.ids[i] = new String(id, StandardCharsets.UTF_8);
    }
  }

  private void runs(OffsetRuns runs) {
    long end = 0;
    for (int number = count(); number > 0; number--) {
      long from = end + number();
      end = from + number();
      runs.addRange(from, end);
    }
  }

  private long[] timeRuns() {
    int number = count();
    long[] entries = new long[Math.multiplyExact(number, 3)];
    long time = 0;
    long first = 0;
    for (int i = 0; i < entries.length; i += 3) {
      time += number();
      first += Varint.unfold(number());
      entries[i] = time;
      entries[i + 1] = first;
      entries[i + 2] = first + number();
    }
    return entries;
  }

  /** How many of something follow: each takes a byte at least. */
  private int count() {
    return Varint.readLength(in);
  }

  private long number() {
    return Varint.read(in);
  }
}
