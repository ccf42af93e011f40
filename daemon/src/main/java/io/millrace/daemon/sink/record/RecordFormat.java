package io.millrace.daemon.sink.record;

import io.millrace.queue.Message;

/** How a message becomes a line of bytes. Safe for several threads. */
public enum RecordFormat {
  /** The payload as it is. */
  LINES {
    @Override
    public byte[] encode(Message<byte[]> message) {
      return message.payload();
    }
  },
  /** A JSON object that holds the payload and what is known about it, see {@link Envelope}. */
  ENVELOPE {
    @Override
    public byte[] encode(Message<byte[]> message) {
      return Envelope.encode(message);
    }
  };

  /** The line, without its end. */
  public abstract byte[] encode(Message<byte[]> message);
}
