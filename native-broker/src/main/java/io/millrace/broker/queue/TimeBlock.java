package io.millrace.broker.queue;

import java.util.Arrays;

/** Up to {@link #FULL} entries of a {@link TimeIndex}: runs of offsets, by time and offset. */
final class TimeBlock {
  static final int FULL = 256;
  private static final int TIME = 0;
  private static final int FROM = 1;
  private static final int TO = 2;
  private static final int WIDTH = 3;

  /** Entry after entry: time, first offset, last offset excluded. */
  private long[] entries = new long[4 * WIDTH];

  private int head;
  private int tail;

  int size() {
    return tail - head;
  }

  long time(int index) {
    return entries[(head + index) * WIDTH + TIME];
  }

  long from(int index) {
    return entries[(head + index) * WIDTH + FROM];
  }

  long to(int index) {
    return entries[(head + index) * WIDTH + TO];
  }

  /** Whether the last entry is before this time and offset. */
  boolean endsBefore(long time, long offset) {
    return compare(size() - 1, time, offset) < 0;
  }

  /** The last entry that is not after this time and offset, or -1. */
  int floor(long time, long offset) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, time, offset) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  void setFrom(int index, long from) {
    entries[(head + index) * WIDTH + FROM] = from;
  }

  void setTo(int index, long to) {
    entries[(head + index) * WIDTH + TO] = to;
  }

  void insert(int index, long time, long from, long to) {
    if (tail * WIDTH == entries.length) {
      makeRoom();
    }
    int place = (head + index) * WIDTH;
    System.arraycopy(entries, place, entries, place + WIDTH, tail * WIDTH - place);
    entries[place + TIME] = time;
    entries[place + FROM] = from;
    entries[place + TO] = to;
    tail++;
  }

  void delete(int index) {
    if (index == 0) {
      head++;
      return;
    }
    int place = (head + index) * WIDTH;
    System.arraycopy(entries, place + WIDTH, entries, place, tail * WIDTH - place - WIDTH);
    tail--;
  }

  /** Moves the later half of the entries to a new block. */
  TimeBlock split() {
    TimeBlock later = new TimeBlock();
    int middle = head + size() / 2;
    later.entries = Arrays.copyOfRange(entries, middle * WIDTH, entries.length);
    later.tail = tail - middle;
    tail = middle;
    return later;
  }

  private void makeRoom() {
    long[] source = entries;
    if (size() * WIDTH * 2 > entries.length) {
      entries = new long[Math.max(4, size() * 2) * WIDTH];
    }
    System.arraycopy(source, head * WIDTH, entries, 0, size() * WIDTH);
    tail -= head;
    head = 0;
  }

  private int compare(int index, long time, long offset) {
    int byTime = Long.compare(time(index), time);
    return byTime != 0 ? byTime : Long.compare(from(index), offset);
  }
}
