package io.millrace.broker.store;

/**
 * What a store has at the moment.
 *
 * @param logBytes in the log, which what comes and goes is written to
 * @param segmentBytes in segments
 * @param liveBytes of those, of messages that were still in their queues when they were last
 *     counted
 * @param segments how many there are
 * @param openFiles how many of them are open
 * @param checkpoints made since the store was opened
 * @param acceptsMessages whether there is room for more
 * @param unsyncedBytes of the log that were handed over and are not safe from a power cut
 */
public record StoreFigures(
    long logBytes,
    long segmentBytes,
    long liveBytes,
    int segments,
    int openFiles,
    long checkpoints,
    boolean acceptsMessages,
    long unsyncedBytes) {

  /** Bytes of segments that will be given back. */
  public long deadBytes() {
    return segmentBytes - liveBytes;
  }
}
