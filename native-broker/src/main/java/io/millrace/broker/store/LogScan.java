package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log from where the checkpoint needs it, and notes for each queue where its messages and
 * its commands stand.
 *
 * <p>What a crash leaves torn is the end of the last file, behind the last sync. So a record there
 * that is not whole is cut off, with all behind it, unless something shows that it was synced: a
 * later {@link LogMark} that says so, or the checkpoint. Then it is damage, as anywhere else. What
 * is cut was never durable; only damage to the very last batch cannot be told from a torn end.
 */
final class LogScan {
  private static final Logger LOG = LoggerFactory.getLogger(LogScan.class);
  private static final int SEARCH_BYTES = 1 << 20;

  private final Disk disk;
  private final Map<Integer, RecoveredQueue> queues;
  private final CheckpointFile.Head head;
  private final long known;
  private final CRC32C crc = new CRC32C();
  private final Set<Integer> deleted = new HashSet<>();
  private int nextQueue = 1;
  private long end;

  /**
   * @param queues those of the checkpoint, by number
   * @param known up to where the checkpoint knows the log
   */
  LogScan(Disk disk, Map<Integer, RecoveredQueue> queues, CheckpointFile.Head head, long known) {
    this.disk = disk;
    this.queues = queues;
    this.head = head;
    this.known = known;
  }

  int nextQueue() {
    return nextQueue;
  }

  /** Queues that are no more; the checkpoint may still list them. */
  Set<Integer> deleted() {
    return deleted;
  }

  long end() {
    return end;
  }

  /** The files, open, in order; the last one may be written on at {@link #end}. */
  List<LogFile> run() throws IOException {
    List<LogFile> files = open();
    for (int i = 0; i < files.size() - 1; i++) {
      LogFile file = files.get(i);
      long stop = file.hasHeader() ? scan(file) : 0;
      long next = files.get(i + 1).start();
      if (file.start() + stop != next || stop != file.file().sizeBytes()) {
        throw new DamagedStoreException(
            file.name(),
            stop,
            "no whole record, and the next file begins at " + (next - file.start()));
      }
    }
    return finish(files);
  }

  private List<LogFile> open() throws IOException {
    List<String> names =
        disk.names().stream()
            .filter(LogFile::isName)
            .filter(name -> LogFile.startOf(name) >= head.logStart())
            .sorted()
            .toList();
    List<LogFile> files = new ArrayList<>();
    if (names.isEmpty() && isNew()) {
      files.add(LogFile.create(disk, 0));
      disk.syncNames();
      return files;
    }
    if (names.isEmpty() || LogFile.startOf(names.get(0)) != head.logStart()) {
      throw new DamagedStoreException(
          LogFile.nameOf(head.logStart()),
          0,
          "the log has to begin here, and this file is missing");
    }
    for (String name : names) {
      files.add(new LogFile(LogFile.startOf(name), name, disk.open(name)));
    }
    return files;
  }

  /** Whether nothing of a store is there, so that it has no log yet either. */
  private boolean isNew() throws IOException {
    return disk.names().stream()
        .noneMatch(name -> CheckpointFile.isName(name) || Segment.isName(name));
  }

  private List<LogFile> finish(List<LogFile> files) throws IOException {
    List<LogFile> all = new ArrayList<>(files);
    LogFile last = all.get(all.size() - 1);
    long stop = last.hasHeader() ? scan(last) : 0;
    long size = last.file().sizeBytes();
    if (stop < size || stop == 0) {
      refuseIfSynced(last, stop, size);
      LOG.warn("Cutting off the torn end of {}, from byte {} to {}", last.name(), stop, size);
    }
    if (last.start() + stop < known) {
      throw new DamagedStoreException(
          last.name(), stop, "it ends here, but had " + (known - last.start()) + " bytes");
    }
    if (stop == 0) {
      last.file().close();
      disk.delete(last.name());
      last = LogFile.create(disk, last.start());
      all.set(all.size() - 1, last);
      stop = LogFile.HEADER_BYTES;
    } else {
      last.file().truncate(stop);
    }
    last.file().sync();
    disk.syncNames();
    end = last.start() + stop;
    return all;
  }

  /** Notes what is in the file; up to where it is whole. */
  private long scan(LogFile file) throws IOException {
    FileSource source = new FileSource(file.name(), file.file());
    RecordReader records = new RecordReader(source);
    long size = file.file().sizeBytes();
    long position = LogFile.HEADER_BYTES;
    while (position < size) {
      int at;
      try {
        at = records.find(source, position);
      } catch (DamagedStoreException torn) {
        LOG.debug("No whole record", torn);
        return position;
      }
      note(source, position, records.block(), at, file.start());
      position += RecordFormat.sizeBytes(records.block(), at);
    }
    return position;
  }

  private void note(FileSource source, long place, ByteBuffer block, int at, long start)
      throws IOException {
    Contents.read(
        source,
        place,
        () -> {
          note(block, at, start + place);
          return at;
        });
  }

  private void note(ByteBuffer block, int at, long position) {
    int id = RecordFormat.queue(block, at);
    byte kind = RecordFormat.kind(block, at);
    nextQueue = Math.max(nextQueue, id + 1);
    if (kind == StoreRecords.CREATED) {
      queues.computeIfAbsent(
          id,
          unknown ->
              new RecoveredQueue(
                  id,
                  UTF_8.decode(RecordFormat.content(block, at)).toString(),
                  new byte[0],
                  0,
                  true));
    }
    RecoveredQueue queue = queues.get(id);
    if (queue != null) {
      queue.record(position);
      note(queue, kind, block, at, position);
    }
  }

  private void note(RecoveredQueue queue, byte kind, ByteBuffer block, int at, long position) {
    if (MessageFormat.isMessage(kind)) {
      if (RecordFormat.sizeBytes(block, at) < MessageFormat.LEAST_RECORD_BYTES) {
        throw new IllegalArgumentException("it is too short for a message");
      }
      queue.message(MessageFormat.offsetAt(block, at), position);
      queue.command(position);
    } else if (CommandFormat.isCommand(kind)) {
      queue.command(position);
    } else if (kind == StoreRecords.SNAPSHOT && position >= queue.position()) {
      ByteBuffer content = RecordFormat.content(block, at);
      boolean stopped = content.get() != 0;
      byte[] snapshot = new byte[content.remaining()];
      content.get(snapshot);
      queue.snapshot(snapshot, stopped, position);
    } else if (kind == StoreRecords.OPENED) {
      queue.opened(position);
    } else if (kind == StoreRecords.DELETED) {
      queues.remove(queue.id());
      deleted.add(queue.id());
    }
  }

  /** A mark behind that place may say that it was synced, and so was whole once. */
  private void refuseIfSynced(LogFile file, long stop, long size) throws IOException {
    long torn = file.start() + stop;
    ByteBuffer bytes = ByteBuffer.allocate(SEARCH_BYTES);
    for (long from = stop; from < size; from += SEARCH_BYTES - LogMark.RECORD_BYTES) {
      file.file().read(bytes.clear(), from);
      bytes.flip();
      for (int at = 0; at + LogMark.RECORD_BYTES <= bytes.limit(); at++) {
        if (bytes.getInt(at + 4) == LogMark.RECORD_BYTES - 8
            && RecordFormat.kind(bytes, at) == LogMark.KIND
            && RecordFormat.isWhole(bytes, at, bytes.limit(), crc)
            && LogMark.synced(bytes, at) > torn) {
          throw new DamagedStoreException(
              file.name(), stop, "no whole record, but the log was synced beyond it");
        }
      }
    }
  }
}
