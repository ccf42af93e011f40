package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Says in words that a directory is a store, and in which format: {@code millrace store 1}, in a
 * file {@value #NAME}. A directory with anything else in it is not taken for a new one.
 */
final class FormatFile {
  static final String NAME = "format";

  private static final String FORMAT = "millrace store 1\n";
  private static final String UNFINISHED = "unfinished-format";
  private static final int MAX_BYTES = 100;

  private FormatFile() {}

  /**
   * @throws IOException if the directory holds something else, or a format of another version
   */
  static void check(Disk disk) throws IOException {
    List<String> names = disk.names();
    if (!names.contains(NAME)) {
      begin(disk, names);
      return;
    }
    try (DiskFile file = disk.open(NAME)) {
      ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
      file.read(bytes, 0);
      String found = UTF_8.decode(bytes.flip()).toString();
      if (!found.equals(FORMAT)) {
        throw new IOException(
            "%s is in format \"%s\", known is \"%s\""
                .formatted(disk, found.strip(), FORMAT.strip()));
      }
    }
  }

  private static void begin(Disk disk, List<String> names) throws IOException {
    for (String name : names) {
      if (!name.equals(DirectoryLock.NAME) && !name.equals(UNFINISHED)) {
        throw new IOException(disk + " is not empty and no store: it holds " + name);
      }
    }
    disk.delete(UNFINISHED);
    try (DiskFile file = disk.create(UNFINISHED)) {
      file.write(ByteBuffer.wrap(FORMAT.getBytes(UTF_8)), 0);
      file.sync();
    }
    disk.rename(UNFINISHED, NAME);
    disk.syncNames();
  }
}
