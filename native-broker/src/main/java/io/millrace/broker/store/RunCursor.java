package io.millrace.broker.store;

import io.millrace.broker.queue.OffsetRuns;

/** Walks once through a set of offsets, asked for one stretch after the other, which ascend. */
final class RunCursor {
  private final OffsetRuns offsets;
  private long start;
  private long end;

  RunCursor(OffsetRuns offsets) {
    this(offsets, 0);
  }

  private RunCursor(OffsetRuns offsets, long from) {
    this.offsets = offsets;
    next(from);
  }

  private void next(long from) {
    start = offsets.next(from);
    end = start < 0 ? Long.MAX_VALUE : offsets.runEnd(start);
  }

  /** How many members there are from there to there, excluded. */
  int count(long from, long to) {
    long count = 0;
    seek(from);
    while (start >= 0 && start < to) {
      count += Math.min(end, to) - Math.max(start, from);
      if (end > to) {
        break;
      }
      next(end);
    }
    return Math.toIntExact(count);
  }

  private void seek(long from) {
    while (start >= 0 && end <= from) {
      next(end);
    }
  }

  /** The members from there to there, excluded. */
  static long[] members(OffsetRuns offsets, long from, long to) {
    long[] members = new long[new RunCursor(offsets, from).count(from, to)];
    RunCursor cursor = new RunCursor(offsets, from);
    int index = 0;
    while (index < members.length) {
      long last = Math.min(cursor.end, to);
      for (long offset = Math.max(cursor.start, from); offset < last; offset++) {
        members[index++] = offset;
      }
      cursor.next(cursor.end);
    }
    return members;
  }
}
