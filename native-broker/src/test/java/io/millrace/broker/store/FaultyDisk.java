package io.millrace.broker.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that keeps the contract of {@link Disk} and no more: after {@link #crash} a file
 * holds what it held at its last sync, and of what was written later any part; names that were not
 * synced are there or not. It fails, and is full, on request.
 *
 * <p>Safe for use by several threads.
 */
final class FaultyDisk implements Disk {
  private final Map<String, Content> files = new TreeMap<>();
  private Map<String, Content> syncedNames = new TreeMap<>();
  private int failingWrite = -1;
  private boolean failsSync;
  private int syncs;
  private int crashAfterOperations = -1;
  private boolean crashed;
  private long capacity = Long.MAX_VALUE;
  private String refusedPrefix = "\0";
  private Fault refusal = () -> {};
  private int refused;
  private String undeletable = "\0";
  private String beforeSyncPrefix = "\0";
  private Fault beforeSync = () -> {};

  /** What goes wrong. */
  interface Fault {
    void strike() throws IOException;
  }

  private static final class Content {
    private byte[] bytes = new byte[0];
    private int size;
    private byte[] synced = new byte[0];

    /** Writes since the last sync, in order: positions and bytes. */
    private final List<Write> unsynced = new ArrayList<>();
  }

  private static final class Write {
    private final int position;
    private final byte[] bytes;

    Write(int position, byte[] bytes) {
      this.position = position;
      this.bytes = bytes;
    }
  }

  /** The n-th write from now on fails, and all after it; 0 is the next one. */
  synchronized void failWrite(int n) {
    failingWrite = n;
  }

  /** How often a file was synced. */
  synchronized int syncs() {
    return syncs;
  }

  /** Every sync fails. */
  synchronized void failSync() {
    failsSync = true;
  }

  /** Files whose names begin so cannot be made. */
  synchronized void refuse(String prefix, Fault how) {
    refusedPrefix = prefix;
    refusal = how;
  }

  /** Files whose names begin so cannot be deleted. */
  synchronized void refuseDeletion(String prefix) {
    undeletable = prefix;
  }

  /** Comes before each sync of a file whose name begins so, and may wait. */
  synchronized void beforeSync(String prefix, Fault what) {
    beforeSyncPrefix = prefix;
    beforeSync = what;
  }

  /** How often a file could not be made. */
  synchronized int refused() {
    return refused;
  }

  /** Nothing fails any more. */
  synchronized void heal() {
    refusedPrefix = "\0";
    undeletable = "\0";
    failingWrite = -1;
    failsSync = false;
  }

  /**
   * After so many further operations that change something all fails, as if the machine had
   * stopped.
   */
  synchronized void crashAfter(int operations) {
    crashAfterOperations = operations;
  }

  synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** Somebody else takes all that is free, but for so many bytes. */
  synchronized void takeAllBut(long bytes) {
    capacity = used() + bytes;
  }

  /** What is there after a power cut: a disk of its own, without faults. */
  synchronized FaultyDisk crash(Random random) {
    FaultyDisk after = new FaultyDisk();
    Map<String, Content> names = new TreeMap<>(syncedNames);
    for (String name : new TreeSet<>(files.keySet())) {
      if (files.get(name) != syncedNames.get(name) && random.nextBoolean()) {
        names.put(name, files.get(name));
      }
    }
    for (String name : syncedNames.keySet()) {
      if (!files.containsKey(name) && random.nextBoolean()) {
        names.remove(name);
      }
    }
    names.forEach((name, content) -> after.put(name, survived(content, random)));
    return after;
  }

  /** What is there after a power cut that took everything that was not synced. */
  FaultyDisk crashToWhatIsSynced() {
    return crash(
        new Random(0) {
          @Override
          protected int next(int bits) {
            return 0;
          }
        });
  }

  /** The last writes go missing one by one, or the file ends within one of them. */
  private static byte[] survived(Content content, Random random) {
    byte[] bytes = content.synced.clone();
    int kept = content.unsynced.isEmpty() ? 0 : random.nextInt(content.unsynced.size() + 1);
    for (int i = 0; i < content.unsynced.size() && i <= kept; i++) {
      Write write = content.unsynced.get(i);
      int length = i < kept ? write.bytes.length : random.nextInt(write.bytes.length + 1);
      if (length == 0) {
        continue;
      }
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, write.position + length));
      System.arraycopy(write.bytes, 0, bytes, write.position, length);
    }
    return bytes;
  }

  private void put(String name, byte[] bytes) {
    Content content = new Content();
    content.bytes = bytes;
    content.size = bytes.length;
    content.synced = bytes;
    files.put(name, content);
    syncedNames.put(name, content);
  }

  /** What the process left, with all that it wrote: a disk of its own, without faults. */
  synchronized FaultyDisk copy() {
    FaultyDisk copy = new FaultyDisk();
    files.forEach((name, content) -> copy.put(name, Arrays.copyOf(content.bytes, content.size)));
    return copy;
  }

  synchronized byte[] bytes(String name) {
    Content content = files.get(name);
    return Arrays.copyOf(content.bytes, content.size);
  }

  /** Puts a file there as it is, synced. */
  synchronized void replace(String name, byte[] bytes) {
    put(name, bytes);
  }

  private void changes() throws IOException {
    if (crashAfterOperations == 0) {
      crashed = true;
    }
    if (crashed) {
      throw new IOException("the machine has stopped");
    }
    crashAfterOperations--;
  }

  @Override
  public synchronized DiskFile create(String name) throws IOException {
    changes();
    if (files.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    if (name.startsWith(refusedPrefix)) {
      refused++;
      refusal.strike();
    }
    Content content = new Content();
    files.put(name, content);
    return new FaultyFile(name, content);
  }

  @Override
  public synchronized DiskFile open(String name) throws IOException {
    Content content = files.get(name);
    if (content == null) {
      throw new FileNotFoundException(name);
    }
    return new FaultyFile(name, content);
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    changes();
    if (name.startsWith(undeletable)) {
      throw new IOException(name + ": cannot be deleted");
    }
    files.remove(name);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    changes();
    Content content = files.remove(from);
    if (content == null) {
      throw new FileNotFoundException(from);
    }
    files.put(to, content);
  }

  @Override
  public synchronized void syncNames() throws IOException {
    changes();
    syncedNames = new TreeMap<>(files);
  }

  @Override
  public synchronized List<String> names() {
    return List.copyOf(files.keySet());
  }

  @Override
  public synchronized long usableBytes() {
    return capacity == Long.MAX_VALUE ? capacity : Math.max(0, capacity - used());
  }

  private long used() {
    return files.values().stream().mapToLong(content -> content.size).sum();
  }

  @Override
  public synchronized long totalBytes() {
    return capacity;
  }

  @Override
  public String toString() {
    return "a disk in memory";
  }

  private final class FaultyFile implements DiskFile {
    private final String name;
    private final Content content;

    FaultyFile(String name, Content content) {
      this.name = name;
      this.content = content;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        changes();
        if (failingWrite >= 0 && failingWrite-- == 0) {
          failingWrite = 0;
          throw new IOException(name + ": input/output error");
        }
        int length = from.remaining();
        int end = (int) position + length;
        if (used() + Math.max(0, end - content.size) > capacity) {
          throw new DiskFullException(name + ": no room", new IOException("full"));
        }
        if (content.bytes.length < end) {
          content.bytes = Arrays.copyOf(content.bytes, Math.max(2 * content.bytes.length, end));
        }
        byte[] written = new byte[length];
        from.get(written);
        System.arraycopy(written, 0, content.bytes, (int) position, length);
        content.size = Math.max(content.size, end);
        content.unsynced.add(new Write((int) position, written));
      }
    }

    @Override
    public int read(ByteBuffer to, long position) {
      synchronized (FaultyDisk.this) {
        int length = (int) Math.max(0, Math.min(to.remaining(), content.size - position));
        if (length > 0) {
          to.put(content.bytes, (int) position, length);
        }
        return length;
      }
    }

    @Override
    public void sync() throws IOException {
      waitForSync();
      synchronized (FaultyDisk.this) {
        changes();
        if (failsSync) {
          // what could not be written is forgotten, as Linux does
          content.unsynced.clear();
          throw new IOException(name + ": sync failed");
        }
        syncs++;
        content.synced = Arrays.copyOf(content.bytes, content.size);
        content.unsynced.clear();
      }
    }

    private void waitForSync() throws IOException {
      Fault first;
      synchronized (FaultyDisk.this) {
        if (!name.startsWith(beforeSyncPrefix)) {
          return;
        }
        first = beforeSync;
      }
      first.strike();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      synchronized (FaultyDisk.this) {
        changes();
        content.size = (int) Math.min(content.size, sizeBytes);
        Arrays.fill(content.bytes, content.size, content.bytes.length, (byte) 0);
      }
    }

    @Override
    public long sizeBytes() {
      synchronized (FaultyDisk.this) {
        return content.size;
      }
    }

    @Override
    public void close() {
      // there is nothing to release
    }
  }
}
