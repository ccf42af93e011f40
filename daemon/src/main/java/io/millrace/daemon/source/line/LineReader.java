package io.millrace.daemon.source.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * Cuts what a channel delivers into lines, which end with LF or CR LF.
 *
 * <p>A line longer than the limit is read to its end in constant memory and answered as {@link
 * Read#TOO_LONG}. The current line is a view into {@link #buffer}, valid until the next {@link
 * #read}.
 *
 * <p><b>Threads:</b> one. Blocks only as the channel does.
 */
public final class LineReader {
  private static final int CHUNK = 256 * 1024;
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  /** What a call to {@link #read} came to. */
  public enum Read {
    /** There is a line. */
    LINE,
    /** There was a line beyond the limit; {@link #start} and {@link #end} tell where. */
    TOO_LONG,
    /** The channel has nothing more just now; what it has of an unfinished line is kept. */
    NOTHING
  }

  private final ReadableByteChannel channel;
  private final int maxLine;
  private byte[] buffer;
  private ByteBuffer view;

  /** Position in the stream of {@code buffer[0]}. */
  private long base;

  /**
   * Where in the buffer the next line begins, how far it was searched for an end, and where the
   * bytes end.
   */
  private int next;

  private int searched;
  private int limit;

  /**
   * Position in the stream where a line began that is beyond the limit and not read to its end; or
   * -1.
   */
  private long skippedFrom = -1;

  private int lineStart;
  private int lineLength;
  private long start;
  private long end;

  /**
   * @param position what the channel's next byte is counted as
   * @param maxLine how many bytes a line may have, its end not counted
   */
  public LineReader(ReadableByteChannel channel, long position, int maxLine) {
    this.channel = channel;
    this.maxLine = maxLine;
    base = position;
    buffer = new byte[CHUNK];
    view = ByteBuffer.wrap(buffer);
  }

  /** Goes on to the next line, reading from the channel as needed. */
  public Read read() throws IOException {
    while (true) {
      int at = NewlineScan.indexOf(LF, buffer, searched, limit);
      if (at >= 0) {
        return take(at, at + 1);
      }
      searched = limit;
      if (skippedFrom >= 0 || limit - next > maxLine + 1) {
        skipBuffer();
      }
      if (fill() <= 0) {
        return Read.NOTHING;
      }
    }
  }

  /** Takes what is there of a line without an end: for a stream that has ended. */
  public Read readRest() {
    if (skippedFrom < 0 && next == limit) {
      return Read.NOTHING;
    }
    return take(limit, limit);
  }

  /** The bytes of the current line, among others. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where in {@link #buffer} the current line begins. */
  public int lineStart() {
    return lineStart;
  }

  /** How long the current line is, its end not counted. */
  public int lineLength() {
    return lineLength;
  }

  /** The position of the current line in the stream. */
  public long start() {
    return start;
  }

  /** The position behind the current line and its end. */
  public long end() {
    return end;
  }

  /** The position behind all that was read from the channel. */
  public long position() {
    return base + limit;
  }

  /**
   * Forgets what is buffered: the channel's next byte is at {@code position}, where a line begins.
   */
  public void restartAt(long position) {
    base = position;
    next = 0;
    searched = 0;
    limit = 0;
    skippedFrom = -1;
  }

  /**
   * Goes on at {@code position}, where a line begins; answers false when that is beyond what is
   * buffered.
   */
  public boolean skipTo(long position) {
    if (position > base + limit) {
      return false;
    }
    next = (int) (position - base);
    searched = next;
    return true;
  }

  private Read take(int lineEnd, int following) {
    start = skippedFrom >= 0 ? skippedFrom : base + next;
    end = base + following;
    lineStart = next;
    lineLength = lineEnd - next;
    next = following;
    searched = following;
    if (skippedFrom >= 0) {
      skippedFrom = -1;
      return Read.TOO_LONG;
    }
    if (lineLength > 0 && buffer[lineEnd - 1] == CR) {
      lineLength--;
    }
    return lineLength > maxLine ? Read.TOO_LONG : Read.LINE;
  }

  /** The line in the buffer is beyond the limit: remembers where it began and drops its bytes. */
  private void skipBuffer() {
    if (skippedFrom < 0) {
      skippedFrom = base + next;
    }
    base += limit;
    next = 0;
    searched = 0;
    limit = 0;
  }

  private int fill() throws IOException {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      base += next;
      searched -= next;
      limit -= next;
      next = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, (long) maxLine + CHUNK));
      view = ByteBuffer.wrap(buffer);
    }
    view.limit(buffer.length).position(limit);
    int count = channel.read(view);
    if (count > 0) {
      limit += count;
    }
    return count;
  }
}
