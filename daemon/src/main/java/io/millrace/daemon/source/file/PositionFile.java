package io.millrace.daemon.source.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that keeps a {@link FilePosition}.
 *
 * <p><b>Threads:</b> one. <b>Survives:</b> a kill of the process after each {@link #write}; the
 * loss of power after each {@link #sync}, and an older position at any other time. <b>Failure:</b>
 * a damaged file is refused, never taken for an empty one. Locked while open, so that no two
 * processes work on the same input with the same state.
 */
final class PositionFile implements AutoCloseable {
  /*
   * byte 0          magic, 8 bytes
   * byte 4096       slot 0, 64 KiB
   * byte 69632      slot 1, 64 KiB
   *
   * The slots are written in turns; the valid one with the higher sequence counts. A write torn by a crash leaves
   * the other.
   */
  private static final Logger LOG = LoggerFactory.getLogger(PositionFile.class);
  private static final long MAGIC = 0x4d52_504f_5349_5431L; // MRPOSIT1
  private static final long FIRST_SLOT = 4096;

  private final Path file;

  /**
   * Not a channel: that one is closed when the thread that writes is interrupted, as happens when a
   * stop takes too long.
   */
  private final RandomAccessFile access;

  private final ByteBuffer buffer = ByteBuffer.allocate(PositionSlot.SIZE);
  private long sequence;

  private PositionFile(Path file, RandomAccessFile access) {
    this.file = file;
    this.access = access;
  }

  /**
   * Opens the file, making one with this position when there is none.
   *
   * @throws IOException also when another process has it open
   */
  static PositionFile open(Path file, FilePosition initial) throws IOException {
    if (!Files.exists(file)) {
      create(file, initial);
    }
    return openExisting(file);
  }

  /** As {@link #open}, for a file that is there. */
  static PositionFile openExisting(Path file) throws IOException {
    RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw");
    try {
      if (access.getChannel().tryLock() != null) {
        return new PositionFile(file, access);
      }
    } catch (OverlappingFileLockException e) {
      // Held by another pipeline of this process: the answer is the same.
    } catch (IOException e) {
      access.close();
      throw e;
    }
    access.close();
    throw new IOException(
        "position file "
            + file
            + " is in use: another pipeline or process reads the same input with it");
  }

  /**
   * The position that was written last.
   *
   * @throws IOException also when the file is damaged
   */
  FilePosition read() throws IOException {
    access.seek(0);
    if (access.length() < FIRST_SLOT || access.readLong() != MAGIC) {
      throw damaged("it does not begin as a position file does");
    }
    Optional<PositionSlot.Content> first = readSlot(0);
    Optional<PositionSlot.Content> second = readSlot(1);
    PositionSlot.Content newest =
        Stream.of(first, second)
            .flatMap(Optional::stream)
            .max(Comparator.comparingLong(PositionSlot.Content::sequence))
            .orElseThrow(() -> damaged("neither of its two slots has a valid checksum"));
    sequence = newest.sequence();
    if (sequence > 1 && (first.isEmpty() || second.isEmpty())) {
      LOG.warn(
          "position file {}: one slot is torn, going on from the other; some lines may come again",
          file);
    }
    return newest.position();
  }

  void write(FilePosition position) throws IOException {
    long next = sequence + 1;
    buffer.clear();
    PositionSlot.encode(buffer, next, position);
    access.seek(FIRST_SLOT + (next & 1) * PositionSlot.SIZE);
    access.write(buffer.array(), 0, buffer.limit());
    sequence = next;
  }

  /** Brings what was written to the disk. */
  void sync() throws IOException {
    access.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    access.close();
  }

  private Optional<PositionSlot.Content> readSlot(int index) throws IOException {
    access.seek(FIRST_SLOT + (long) index * PositionSlot.SIZE);
    int filled = 0;
    for (int count = 0; count >= 0 && filled < PositionSlot.SIZE; filled += Math.max(0, count)) {
      count = access.read(buffer.array(), filled, PositionSlot.SIZE - filled);
    }
    return PositionSlot.decode(buffer.clear().limit(filled));
  }

  private IOException damaged(String how) {
    return new IOException(
        "position file "
            + file
            + " is damaged: "
            + how
            + "; where its input was read up to is unknown."
            + " Delete the file to read the input again from the start");
  }

  private static void create(Path file, FilePosition initial) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    ByteBuffer slot = ByteBuffer.allocate(PositionSlot.SIZE);
    PositionSlot.encode(slot, 1, initial);
    try (RandomAccessFile access = new RandomAccessFile(fresh.toFile(), "rw")) {
      access.setLength(0);
      access.writeLong(MAGIC);
      access.seek(FIRST_SLOT + PositionSlot.SIZE);
      access.write(slot.array(), 0, slot.limit());
      access.getFD().sync();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
