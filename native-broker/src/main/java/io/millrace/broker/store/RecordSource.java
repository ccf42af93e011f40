package io.millrace.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where records are read by position: the log, or a segment. */
interface RecordSource {

  /** Reads until the buffer is full or what can be read there ends; how many bytes that were. */
  int read(ByteBuffer to, long position) throws IOException;

  /** How many bytes there are from that position on that can be read at once. */
  long available(long position) throws IOException;

  /** The file that holds that position, and where in it that is, for the message of a failure. */
  DamagedStoreException damaged(long position, String reason);
}
