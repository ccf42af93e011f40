package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The records of one open file. */
record FileSource(String name, DiskFile file) implements RecordSource {

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return file.read(to, position);
  }

  @Override
  public long available(long position) throws IOException {
    return file.sizeBytes() - position;
  }

  @Override
  public DamagedStoreException damaged(long position, String reason) {
    return new DamagedStoreException(name, position, reason);
  }
}
