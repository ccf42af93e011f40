package io.millrace.broker.message;

import io.millrace.fuzz.AllocatedBytes;
import java.nio.ByteBuffer;

/**
 * Bytes at rest are a message, and then exactly the bytes that are written for it, or malformed.
 */
public final class MessageFuzz {
  private MessageFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Message message;
    ByteBuffer from = ByteBuffer.wrap(data);
    try {
      AllocatedBytes.atMost(AllocatedBytes.due(data), () -> MessageCodec.read(from.rewind()));
      message = MessageCodec.read(from.rewind());
    } catch (MalformedMessageException malformed) {
      expectMalformed(data);
      return;
    }
    ByteBuffer to = ByteBuffer.allocate(MessageCodec.size(message));
    MessageCodec.write(message, to);
    if (to.hasRemaining() || !to.flip().equals(from.flip())) {
      throw new AssertionError("other bytes are written for " + message);
    }
    ByteBuffer again = ByteBuffer.allocate(to.limit());
    MessageCodec.write(MessageCodec.read(outsideTheHeap(data)), again);
    if (!again.flip().equals(to)) {
      throw new AssertionError("another message outside the heap than " + message);
    }
  }

  /** Also where the bytes are in no array. */
  private static void expectMalformed(byte[] data) {
    try {
      MessageCodec.read(outsideTheHeap(data));
    } catch (MalformedMessageException malformed) {
      return;
    }
    throw new AssertionError("malformed in an array only");
  }

  private static ByteBuffer outsideTheHeap(byte[] data) {
    return ByteBuffer.allocateDirect(data.length).put(data).flip();
  }
}
