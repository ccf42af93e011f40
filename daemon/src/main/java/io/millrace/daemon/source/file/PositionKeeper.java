package io.millrace.daemon.source.file;

import io.millrace.queue.settle.PrefixTracker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how far a file is done, and knows the file by its first bytes.
 *
 * <p><b>Threads:</b> that of the cursor it belongs to.
 */
final class PositionKeeper implements Closeable {
  private final Path path;
  private final String identity;
  private final FileChannel channel;

  /** Null when positions are not kept. */
  private final @Nullable PositionFile positions;

  private Fingerprint fingerprint;
  private boolean dirty;
  private long writtenAtNanos = System.nanoTime();

  PositionKeeper(
      Path path, FilePosition position, FileChannel channel, @Nullable PositionFile positions) {
    this.path = path;
    this.channel = channel;
    this.positions = positions;
    identity = position.identity();
    fingerprint = position.fingerprint();
  }

  String identity() {
    return identity;
  }

  /** Notes that there is something new to write down. */
  void mark() {
    dirty = true;
  }

  /** Whether the file still begins as it did. */
  boolean isSameContent() throws IOException {
    return fingerprint.matches(channel);
  }

  /** Learns more of the first bytes of a file that was short. */
  void learnContent() throws IOException {
    fingerprint = fingerprint.extended(channel);
  }

  /** Takes the file's first bytes as they are now for what it is known by. */
  void adoptContent() throws IOException {
    fingerprint = Fingerprint.of(channel, Fingerprint.MAX_LENGTH);
    dirty = true;
  }

  /** Writes the position down when it has changed and was not written for this long. */
  void keep(PrefixTracker tracker, Duration interval) throws IOException {
    if (!dirty || positions == null || System.nanoTime() - writtenAtNanos < interval.toNanos()) {
      return;
    }
    // An interrupt may have closed the channel; the position is written all the same.
    if (channel.isOpen()) {
      learnContent();
    }
    positions.write(
        new FilePosition(
            path.toString(),
            identity,
            fingerprint,
            tracker.prefix(),
            tracker.finishedRanges(PositionSlot.MAX_RANGES)));
    writtenAtNanos = System.nanoTime();
    dirty = false;
  }

  /** Writes the position down and brings it to the disk. */
  void sync(PrefixTracker tracker) throws IOException {
    if (positions != null) {
      keep(tracker, Duration.ZERO);
      positions.sync();
    }
  }

  @Override
  public void close() throws IOException {
    if (positions != null) {
      positions.close();
    }
  }
}
