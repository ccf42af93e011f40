package io.millrace.amqp.deadletter;

import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Map;

/**
 * Publishes messages without what brokers write down of deaths: as texts, which they would be here,
 * they would not count.
 */
record OriginPusher(Pusher<byte[]> target) implements Pusher<byte[]> {
  @Override
  public String name() {
    return target.name();
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws Exception {
    target.push(messages.stream().map(OriginPusher::withoutDeaths).toList());
  }

  private static Message<byte[]> withoutDeaths(Message<byte[]> message) {
    Map<String, String> headers = message.headers().toMap();
    headers.keySet().removeIf(OriginPusher::isOfDeath);
    return message.toBuilder().headers(Headers.of(headers)).build();
  }

  private static boolean isOfDeath(String name) {
    return name.equals("x-death")
        || name.startsWith("x-first-death-")
        || name.startsWith("x-last-death-")
        || name.equals("x-delivery-count");
  }

  @Override
  public void close() throws Exception {
    target.close();
  }
}
