package io.millrace.broker.store;

import java.util.Objects;

/**
 * How a store keeps what it keeps.
 *
 * @param sync what durable means
 * @param logFileBytes size from which on a new file of the log is begun
 * @param logFiles files of the log that are kept before the oldest is given up and what is still in
 *     a queue is moved: what comes and goes within them is written once. Twelve more, and messages
 *     are refused until the moving has caught up
 * @param memoryBytes of heap that each loop may use for messages that are in files as well
 * @param openFiles segments that are open at a time, at most, unless more are being read
 * @param lowestFreeBytes of the disk below which messages are refused; {@link #DEFAULT_LOWEST_FREE}
 *     for the larger of 2 GiB and 5 % of the disk. While there is less, half of it, at most 64 MiB,
 *     is held in a file for giving space back on a full disk; 0 for neither
 */
public record StoreOptions(
    SyncPolicy sync,
    long logFileBytes,
    int logFiles,
    long memoryBytes,
    int openFiles,
    long lowestFreeBytes) {
  public static final long DEFAULT_LOWEST_FREE = -1;

  public static final StoreOptions DEFAULTS =
      new StoreOptions(SyncPolicy.ALWAYS, 32 << 20, 4, 16 << 20, 64, DEFAULT_LOWEST_FREE);

  private static final long LEAST_FREE_BYTES = 2L << 30;
  private static final int FREE_FRACTION = 20;

  public StoreOptions {
    Objects.requireNonNull(sync, "sync");
    if (logFileBytes < 1 || logFileBytes > 1 << 30 || logFiles < 1 || openFiles < 1) {
      throw new IllegalArgumentException(
          "log files of %d bytes, %d of them, %d open"
              .formatted(logFileBytes, logFiles, openFiles));
    }
  }

  public StoreOptions withSync(SyncPolicy other) {
    return new StoreOptions(other, logFileBytes, logFiles, memoryBytes, openFiles, lowestFreeBytes);
  }

  public StoreOptions withLog(long fileBytes, int files) {
    return new StoreOptions(sync, fileBytes, files, memoryBytes, openFiles, lowestFreeBytes);
  }

  public StoreOptions withMemory(long bytes) {
    return new StoreOptions(sync, logFileBytes, logFiles, bytes, openFiles, lowestFreeBytes);
  }

  public StoreOptions withLowestFree(long bytes) {
    return new StoreOptions(sync, logFileBytes, logFiles, memoryBytes, openFiles, bytes);
  }

  long lowestFreeBytes(long totalBytes) {
    return lowestFreeBytes == DEFAULT_LOWEST_FREE
        ? Math.max(LEAST_FREE_BYTES, totalBytes / FREE_FRACTION)
        : lowestFreeBytes;
  }
}
