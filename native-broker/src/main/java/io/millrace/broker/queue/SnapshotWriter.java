package io.millrace.broker.queue;

import io.millrace.broker.message.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a {@link QueueSnapshot} as bytes. A store guards them by a checksum of its own.
 *
 * <pre>
 * snapshot  = version (1 byte), nextOffset, sizeBytes, departingBytes, suspectBelow,
 *             levels, n * (priority, runs),      ready
 *             runs, timeRuns,                    delayed, and when they are due
 *             timeRuns,                          expiries
 *             reasons, n * (code, runs),         departing
 *             entries, n * (gap, count),         attempts by offset
 *             ids, n * (millis, length, UTF-8)   de-duplication
 *             runs                               transients: in version 2, and not in 1
 * runs      = number, n * (gap, length)          gap from the end of the run before, or from 0
 * timeRuns  = number, n * (timeDelta, first, length)
 * </pre>
 *
 * All numbers are {@linkplain Varint varints}; {@code first} of a time run is the distance from the
 * first offset of the run before, folded. Where there are no transients it is written as version 1,
 * which every reader understands.
 */
final class SnapshotWriter {
  static final int VERSION = 2;
  static final int WITHOUT_TRANSIENTS = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);
  private final ByteBuffer number = ByteBuffer.allocate(Varint.MAX_BYTES);

  byte[] write(QueueSnapshot snapshot) {
    boolean withTransients = !snapshot.transients.isEmpty();
    out.write(withTransients ? VERSION : WITHOUT_TRANSIENTS);
    number(snapshot.nextOffset);
    number(snapshot.sizeBytes);
    number(snapshot.departingBytes);
    number(snapshot.suspectBelow);
    number(snapshot.ready.size());
    snapshot.ready.forEach(
        (priority, offsets) -> {
          number(priority);
          runs(offsets);
        });
    runs(snapshot.delayed);
    timeRuns(snapshot.due);
    timeRuns(snapshot.expiries);
    number(snapshot.departing.size());
    snapshot.departing.forEach(
        (reason, offsets) -> {
          number(reason.code());
          runs(offsets);
        });
    attempts(snapshot);
    ids(snapshot);
    if (withTransients) {
      runs(snapshot.transients);
    }
    return out.toByteArray();
  }

  private void attempts(QueueSnapshot snapshot) {
    number(snapshot.attempts.size());
    long[] before = {0};
    snapshot.attempts.forEach(
        (offset, count) -> {
          number(offset - before[0]);
          number(count);
          before[0] = offset;
        });
  }

  private void ids(QueueSnapshot snapshot) {
    number(snapshot.ids.length);
    for (int i = 0; i < snapshot.ids.length; i++) {
      byte[] id = snapshot.ids[i].getBytes(StandardCharsets.UTF_8);
      number(snapshot.idMillis[i]);
      number(id.length);
      out.writeBytes(id);
    }
  }

  private void runs(OffsetRuns runs) {
    number(runs.runs());
    long[] end = {0};
    runs.forEachRun(
        (from, to) -> {
          number(from - end[0]);
          number(to - from);
          end[0] = to;
        });
  }

  private void timeRuns(long[] entries) {
    number(entries.length / 3);
    long time = 0;
    long first = 0;
    for (int i = 0; i < entries.length; i += 3) {
      number(entries[i] - time);
      number(Varint.fold(entries[i + 1] - first));
      number(entries[i + 2] - entries[i + 1]);
      time = entries[i];
      first = entries[i + 1];
    }
  }

  private void number(long value) {
    Varint.write(value, number.clear());
    out.write(number.array(), 0, number.position());
  }
}
