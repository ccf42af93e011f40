package io.millrace.kafka.assignment;

import java.util.Arrays;

/**
 * About when the records of one partition came into being, for those that are handed out and not
 * finished. Belongs to the poll thread.
 *
 * <p>It notes the time of a record only where that differs from the one noted last, and by more the
 * more of them there are. So what it answers is off by less than 100 ms or, when records of a long
 * stretch of time are in hand, by some hundredths of that.
 */
final class RecordTimes {
  private static final long FINEST_STEP_MILLIS = 100;
  private static final int FEWEST = 16;
  private static final int MOST = 1_024;

  /** Rising offsets, and the time of the record at each, which stands for those up to the next. */
  private long[] offsets = new long[FEWEST];

  private long[] millis = new long[FEWEST];
  private int size;

  /** By how much a time differs from the one before it. */
  private long stepMillis = FINEST_STEP_MILLIS;

  /**
   * Notes a record that is handed out, behind all before it.
   *
   * @param timestampMillis since the epoch; negative if it has none
   * @param prefix the first offset that is not finished
   */
  void handedOut(long offset, long timestampMillis, long prefix) {
    if (timestampMillis < 0
        || (size > 0 && Math.abs(timestampMillis - millis[size - 1]) < stepMillis)) {
      return;
    }
    if (size == offsets.length) {
      makeRoom(prefix);
    }
    offsets[size] = offset;
    millis[size++] = timestampMillis;
  }

  /** When the record at an offset came into being; forgets those before it. 0 if not known. */
  long at(long offset) {
    forgetBelow(offset);
    return size == 0 ? 0 : millis[0];
  }

  /** Keeps the last one at or below {@code prefix}, and those behind it. */
  private void forgetBelow(long prefix) {
    int kept = 0;
    while (kept + 1 < size && offsets[kept + 1] <= prefix) {
      kept++;
    }
    if (kept > 0) {
      size -= kept;
      if (size == 1) {
        stepMillis = FINEST_STEP_MILLIS;
      }
      System.arraycopy(offsets, kept, offsets, 0, size);
      System.arraycopy(millis, kept, millis, 0, size);
    }
  }

  private void makeRoom(long prefix) {
    forgetBelow(prefix);
    if (size <= offsets.length / 2) {
      return;
    }
    if (offsets.length < MOST) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
      millis = Arrays.copyOf(millis, millis.length * 2);
    } else {
      leaveOutEveryOther();
    }
  }

  private void leaveOutEveryOther() {
    for (int i = 0; i < size / 2; i++) {
      offsets[i] = offsets[2 * i];
      millis[i] = millis[2 * i];
    }
    size /= 2;
    stepMillis *= 2;
  }
}
