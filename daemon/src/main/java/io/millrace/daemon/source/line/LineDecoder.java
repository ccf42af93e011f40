package io.millrace.daemon.source.line;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message of a line: its bytes are copied out of the buffer as the payload.
 *
 * <p><b>Threads:</b> one; each producer has its own.
 */
public interface LineDecoder {
  /**
   * @param handle for {@link Message#handle}
   * @return null when the line holds no message, as an empty line of NDJSON
   */
  @Nullable Message<byte[]> decode(
      LineReader line, SourcePartition partition, @Nullable Object handle);
}
