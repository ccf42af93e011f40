package io.millrace.daemon.sink.record;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;

/** Leaves out all of a message but the payload. */
public record PayloadPusher(Pusher<byte[]> target) implements Pusher<byte[]> {
  @Override
  public String name() {
    return target.name();
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws Exception {
    target.push(messages.stream().map(message -> Message.of(message.payload())).toList());
  }

  @Override
  public void close() throws Exception {
    target.close();
  }
}
