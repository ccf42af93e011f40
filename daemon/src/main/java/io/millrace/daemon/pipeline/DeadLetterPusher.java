package io.millrace.daemon.pipeline;

import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;

/**
 * Opens the sink of the dead letters only when there is a first one. The sink is closed by its
 * owner.
 */
final class DeadLetterPusher implements Pusher<byte[]> {
  private final Sink sink;

  DeadLetterPusher(Sink sink) {
    this.sink = sink;
  }

  @Override
  public String name() {
    return sink.description();
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws Exception {
    sink.pusher().push(messages);
  }
}
