package io.millrace.daemon.source.file;

import static java.util.Objects.requireNonNull;

import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.source.line.LineDecoder;
import io.millrace.daemon.source.line.LineReader;
import io.millrace.queue.Fetch;
import io.millrace.queue.Message;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.settle.PrefixTracker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open file, how far it is read, and how far that is done. It is the {@link Message#handle} of
 * its messages; a message's offset is the position of its line.
 *
 * <p><b>Threads:</b> one at a time; handed from producer to producer by {@link FileClaims}. {@link
 * #readPosition} and {@link #size} from any.
 */
final class FileCursor implements AutoCloseable {
  /** What {@link #read} came to. */
  enum Read {
    /** The queue has no more room. */
    FULL,
    /** The file has nothing more just now. */
    AT_END
  }

  /** What became of the file while it was at its end. */
  enum Change {
    NONE,
    /** Its bytes were cut off, or replaced by others: it begins again. */
    REWRITTEN,
    /** Its path is another file's now, or nobody's. */
    MOVED
  }

  private final Path path;
  private final FileChannel channel;
  private final int maxLine;
  private final PositionKeeper keeper;
  private final SkippedLines skipped;

  private LineReader reader;
  private PrefixTracker tracker;
  private SourcePartition partition;
  private long messages;
  private long messageBytes;
  private volatile long readPosition;
  private volatile long size;

  /** See {@link FileOpening}, which makes them. */
  FileCursor(
      Path path,
      FileChannel channel,
      FilePosition position,
      @Nullable PositionFile positions,
      int maxLine,
      SkippedLines skipped)
      throws IOException {
    this.path = path;
    this.channel = channel;
    this.maxLine = maxLine;
    this.skipped = skipped;
    keeper = new PositionKeeper(path, position, channel, positions);
    begin(PrefixTracker.restore(position.prefix(), position.finished()));
  }

  Path path() {
    return path;
  }

  String identity() {
    return keeper.identity();
  }

  long readPosition() {
    return readPosition;
  }

  /** The file's size when it was looked at last. */
  long size() {
    return size;
  }

  /** Whether everything handed out is finished. */
  boolean isSettled() {
    return tracker.unfinished() == 0;
  }

  /** About how many messages the rest of the file holds. */
  long estimatedRest() {
    long rest = Math.max(0, size - readPosition);
    return messages == 0 ? Math.min(rest, 1) : rest * messages / Math.max(1, messageBytes);
  }

  /** Adds lines while there is room and there are any. */
  Read read(Fetch<byte[]> fetch, LineDecoder decoder) throws IOException {
    long bytes = 0;
    int room = fetch.messageLimit() - fetch.count();
    try {
      while (room > 0 && bytes < fetch.byteLimit()) {
        LineReader.Read read = reader.read();
        if (read == LineReader.Read.NOTHING) {
          size = channel.size();
          return Read.AT_END;
        }
        Message<byte[]> message = take(read, decoder);
        if (message != null) {
          fetch.add(message);
          bytes += message.sizeBytes();
          room--;
        }
      }
      return Read.FULL;
    } finally {
      readPosition = reader.end();
    }
  }

  /**
   * Adds the line without an end that a file may close with; for a file at its end that will not
   * grow. Needs room for one.
   */
  void readRest(Fetch<byte[]> fetch, LineDecoder decoder) throws IOException {
    LineReader.Read read = reader.readRest();
    if (read != LineReader.Read.NOTHING) {
      Message<byte[]> message = take(read, decoder);
      if (message != null) {
        fetch.add(message);
      }
      readPosition = reader.end();
    }
  }

  /** Looks for what may have happened to a file that is followed and at its end. */
  Change change() throws IOException {
    long now = channel.size();
    boolean grown = now > reader.position();
    if (now < reader.position() || (grown && !keeper.isSameContent())) {
      return Change.REWRITTEN;
    }
    keeper.learnContent();
    size = now;
    try {
      return FileOpening.identityOf(path).equals(keeper.identity()) ? Change.NONE : Change.MOVED;
    } catch (NoSuchFileException e) {
      return Change.MOVED;
    }
  }

  /** Whether the file is longer or shorter than what was read of it. */
  boolean hasChangedSize() throws IOException {
    return channel.size() != reader.position();
  }

  /**
   * Begins at the start of a file that was rewritten; what was read before can be settled but is
   * not kept account of.
   */
  void restart() throws IOException {
    keeper.adoptContent();
    begin(PrefixTracker.startingAt(0));
  }

  /** Goes back to what was handed out and came back unfinished, for the next producer. */
  void rewind() throws IOException {
    if (!isSettled()) {
      begin(PrefixTracker.restore(tracker.prefix(), tracker.finishedRanges(Integer.MAX_VALUE)));
    }
  }

  /** Records what is finished, each with the cursor that read it. */
  static void settle(List<Settlement<byte[]>> settlements) {
    for (Settlement<byte[]> settlement : settlements) {
      if (settlement.kind().isFinished()) {
        Message<byte[]> message = settlement.message();
        of(message).finish(message);
      }
    }
  }

  /** The cursor that read this message. */
  private static FileCursor of(Message<byte[]> message) {
    return (FileCursor) requireNonNull(message.handle());
  }

  /** Notes that a message of this file is finished. */
  void finish(Message<byte[]> message) {
    // Messages from before a restart have no place in the file any more.
    if (message.partition() == partition) {
      tracker.finish(message.offset());
      keeper.mark();
    }
  }

  /** Writes the position down when it has changed and was not written for this long. */
  void keepPosition(Duration interval) throws IOException {
    keeper.keep(tracker, interval);
  }

  /** Writes the position down and brings it to the disk. */
  void syncPosition() throws IOException {
    keeper.sync(tracker);
  }

  @Override
  public void close() throws IOException {
    try (channel;
        keeper) {
      syncPosition();
    }
  }

  @Override
  public String toString() {
    return path + "@" + readPosition;
  }

  private @Nullable Message<byte[]> take(LineReader.Read read, LineDecoder decoder)
      throws IOException {
    long start = reader.start();
    long unfinished = tracker.firstUnfinished(start);
    if (unfinished > start) {
      if (!reader.skipTo(unfinished)) {
        channel.position(unfinished);
        reader.restartAt(unfinished);
      }
      return null;
    }
    Message<byte[]> message = null;
    if (read == LineReader.Read.TOO_LONG) {
      skipped.report(path, start, reader.end() - start, maxLine);
    } else {
      message = decoder.decode(reader, partition, this);
    }
    if (message == null) {
      tracker.pass(reader.end());
      keeper.mark();
    } else {
      tracker.handOut(start, reader.end());
      messages++;
      messageBytes += reader.end() - start;
    }
    return message;
  }

  private void begin(PrefixTracker from) throws IOException {
    tracker = from;
    partition = new SourcePartition(path.toString(), 0);
    channel.position(from.prefix());
    reader = new LineReader(channel, from.prefix(), maxLine);
    readPosition = from.prefix();
    size = channel.size();
  }
}
