package io.millrace.daemon.deadletter.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.daemon.spi.DeadLetterException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file that are done with, kept in a file beside it, {@code <file>.settled}. The
 * file itself is never changed, because a pipeline may be appending to it.
 *
 * <pre>
 *   millrace-settled-lines 1
 *   0 1c291ca3
 *   412 9ae0daaf
 * </pre>
 *
 * <p>Behind the heading, which ends with the version, each line has the position in bytes of a line
 * that is done with, in decimal, and its CRC-32 in eight hexadecimal digits. A line that was
 * written in part only counts for nothing, and so does one whose checksum is not that of what
 * stands at the position: the file is another one.
 */
final class SettledLines implements Closeable {
  private static final String HEADING = "millrace-settled-lines 1";
  private static final Pattern ENTRY = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{8})");

  /** A line: where it begins, and the CRC-32 of its bytes. */
  record Line(long position, int checksum) {}

  private final Path file;
  private final Map<Long, Integer> checksums = new HashMap<>();

  /** Open while this process may add lines. */
  private @Nullable FileChannel channel;

  private SettledLines(Path file) {
    this.file = file;
  }

  /** Those of {@code lines}, to look at. */
  static SettledLines read(Path lines) throws IOException {
    SettledLines settled = new SettledLines(lines.resolveSibling(lines.getFileName() + ".settled"));
    settled.read();
    return settled;
  }

  /**
   * Those of {@code lines}, to add to; nobody else can until they are closed.
   *
   * @throws DeadLetterException when somebody else can just now
   */
  static SettledLines open(Path lines) throws IOException, DeadLetterException {
    SettledLines settled = new SettledLines(lines.resolveSibling(lines.getFileName() + ".settled"));
    FileChannel channel =
        FileChannel.open(settled.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      if (tryLock(channel) == null) {
        throw new DeadLetterException(
            DeadLetterException.Kind.TEMPORARY,
            "another process is sending back or dropping the dead letters of "
                + lines
                + "; try again when it is done");
      }
      settled.read();
      settled.channel = channel;
      done = true;
      return settled;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  boolean contains(Line line) {
    Integer checksum = checksums.get(line.position());
    return checksum != null && checksum == line.checksum();
  }

  /** Adds lines, for good: they are on the disk when this returns. */
  void add(List<Line> lines) throws IOException {
    FileChannel to = channel;
    if (to == null) {
      throw new IllegalStateException("opened to be read only");
    }
    StringBuilder text = new StringBuilder();
    if (to.size() == 0) {
      text.append(HEADING);
    }
    text.append('\n'); // ends what a crash may have cut short
    for (Line line : lines) {
      text.append(line.position()).append(' ').append(hex(line.checksum())).append('\n');
    }
    text.setLength(text.length() - 1);
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(US_ASCII));
    to.position(to.size());
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
    to.force(true);
    lines.forEach(line -> checksums.put(line.position(), line.checksum()));
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private void read() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    List<String> lines = Files.readAllLines(file, US_ASCII);
    if (!lines.get(0).equals(HEADING)) {
      throw new IOException(
          file + " does not begin with '" + HEADING + "': it is of another version, or damaged");
    }
    for (String line : lines) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        checksums.put(Long.parseLong(entry.group(1)), Integer.parseUnsignedInt(entry.group(2), 16));
      }
    }
  }

  private static String hex(int checksum) {
    return String.format("%08x", checksum);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another use within this process
    }
  }
}
