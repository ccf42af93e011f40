package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame;
import org.jspecify.annotations.Nullable;

/** The answer to one request, from when the request came. For the connection's thread. */
final class Reply {
  private @Nullable Frame frame;

  /** How many copies of a message have not got where they go. */
  private int awaited = 1;

  private @Nullable Frame refusal;

  /** Tells what it is, once. */
  void answer(Frame known) {
    frame = known;
  }

  /** A message goes to so many queues, at least one. */
  void awaitCopies(int copies) {
    awaited = copies;
  }

  /** A copy is where it is to be. */
  void confirmed(long messageId) {
    if (--awaited == 0) {
      frame = refusal == null ? new Frame.PublishOk(messageId) : refusal;
    }
  }

  /** A copy is not. */
  void refused(Frame why, long messageId) {
    refusal = why;
    confirmed(messageId);
  }

  /** What it is; null as long as nobody knows. */
  @Nullable Frame frame() {
    return frame;
  }
}
