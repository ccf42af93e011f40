package io.millrace.client.deadletter;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;

/**
 * Publishes messages to the queue that they came from. What does not say so, since the broker
 * itself or another client has put it to the dead letters, goes back as the very body that it was:
 * whoever reads that queue may know nothing of envelopes.
 *
 * @param queue that the target is
 */
record OriginPusher(Pusher<byte[]> target, String queue) implements Pusher<byte[]> {
  @Override
  public String name() {
    return target.name();
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws Exception {
    target.push(messages.stream().map(this::asItWas).toList());
  }

  private Message<byte[]> asItWas(Message<byte[]> message) {
    boolean isOurs = message.partition().source().equals(queue);
    boolean saysMore = message.key().isPresent() || message.headers().toMap().size() > 1;
    return isOurs || saysMore ? message : Message.of(message.payload());
  }

  @Override
  public void close() throws Exception {
    target.close();
  }
}
