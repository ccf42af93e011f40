package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.ReplyCode;

/**
 * What all channels of a connection may hold together that only the client can bring to an end:
 * bodies of which a part has come, with their headers, and transactions. Asked before memory is
 * taken. For the connection's thread.
 */
public final class Allowance {
  private final long limitBytes;
  private long takenBytes;

  public Allowance(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** What ends the channel that would take more. */
  Fault refusal() {
    return new Fault(
        ReplyCode.CONTENT_TOO_LARGE,
        "contents that are not complete, and transactions, hold more than %d bytes on this connection"
            .formatted(limitBytes));
  }

  /** Takes so many; false, and nothing is taken, if there are not as many left. */
  boolean take(long bytes) {
    if (takenBytes + bytes > limitBytes) {
      return false;
    }
    takenBytes += bytes;
    return true;
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    takenBytes -= bytes;
  }
}
