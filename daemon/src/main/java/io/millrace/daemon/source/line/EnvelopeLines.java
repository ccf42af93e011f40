package io.millrace.daemon.source.line;

import io.millrace.daemon.source.InvalidMessages;
import io.millrace.daemon.source.line.EnvelopeReader.NotAnEnvelopeException;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.Revival;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Every line is an envelope as the file sink writes it: the message in it comes back as it was,
 * with its payload, key, headers and time. So a file of dead letters is a source, and that is their
 * way back: what they were given up for is gone, the count of their redrives is one more.
 *
 * <p>A line that is no envelope becomes a message all the same, marked for {@link InvalidMessages}.
 */
final class EnvelopeLines implements LineDecoder {
  @Override
  public @Nullable Message<byte[]> decode(
      LineReader line, SourcePartition partition, @Nullable Object handle) {
    if (line.lineLength() == 0) {
      return null;
    }
    try {
      return Revival.of(EnvelopeReader.read(line.buffer(), line.lineStart(), line.lineLength()))
          .toBuilder()
          .position(partition, line.start())
          .handle(handle)
          .build();
    } catch (NotAnEnvelopeException e) {
      return invalid(line, partition, handle, String.valueOf(e.getMessage()));
    }
  }

  private static Message<byte[]> invalid(
      LineReader line, SourcePartition partition, @Nullable Object handle, String problem) {
    int start = line.lineStart();
    return Message.builder(Arrays.copyOfRange(line.buffer(), start, start + line.lineLength()))
        .position(partition, line.start())
        .sizeBytes(line.lineLength())
        .handle(handle)
        .headers(InvalidMessages.header("not an envelope: " + problem))
        .build();
  }
}
