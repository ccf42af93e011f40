package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.FrameBuffer;
import java.util.ArrayDeque;

/** Replies in the order of their requests, which is the order they leave in. */
final class ReplyLine {
  private final ArrayDeque<Reply> line = new ArrayDeque<>();

  /** The place of the next reply, to be answered at any time. */
  Reply open() {
    Reply reply = new Reply();
    line.add(reply);
    return reply;
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  /** Adds what is known, and not behind something that is not. */
  void drainTo(FrameBuffer out) {
    for (Reply first = line.peek(); first != null; first = line.peek()) {
      Frame known = first.frame();
      if (known == null) {
        return;
      }
      out.add(known);
      line.remove();
    }
  }
}
