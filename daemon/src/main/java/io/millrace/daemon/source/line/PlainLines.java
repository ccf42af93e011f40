package io.millrace.daemon.source.line;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Every line is a message, whatever its bytes. */
final class PlainLines implements LineDecoder {
  private final LineKey key;

  PlainLines(LineKey key) {
    this.key = key;
  }

  @Override
  public Message<byte[]> decode(
      LineReader line, SourcePartition partition, @Nullable Object handle) {
    byte[] buffer = line.buffer();
    int start = line.lineStart();
    int length = line.lineLength();
    return Message.builder(Arrays.copyOfRange(buffer, start, start + length))
        .key(key.of(buffer, start, length))
        .position(partition, line.start())
        .sizeBytes(length)
        .handle(handle)
        .build();
  }
}
