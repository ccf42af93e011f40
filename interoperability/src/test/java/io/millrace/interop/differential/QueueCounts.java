package io.millrace.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many messages and consumers each queue of a script has. An exclusive queue is asked by the
 * connection that it belongs to. For one thread.
 */
final class QueueCounts {
  private final Connections connections;
  private final @Nullable Channel[] channels = new Channel[Connections.COUNT];

  /** Of each queue that there may be the connection that asks it. */
  private final Map<String, Integer> askers = new TreeMap<>();

  private final Map<String, String> counts = new TreeMap<>();

  QueueCounts(Connections connections) {
    this.connections = connections;
  }

  void declared(String queue) {
    askers.putIfAbsent(queue, Connections.OWN);
  }

  /** Asks each queue; when it has answered, it has done what it was given before. */
  void ask() {
    counts.clear();
    for (String queue : List.copyOf(askers.keySet())) {
      for (int left = Connections.COUNT; left > 0 && !ask(queue); left--) {
        askers.computeIfPresent(
            queue, (name, asker) -> Math.floorMod(asker - 1, Connections.COUNT));
      }
    }
  }

  /** Whether this was the connection to ask. */
  private boolean ask(String queue) {
    int asker = askers.getOrDefault(queue, Connections.OWN);
    try {
      AMQP.Queue.DeclareOk answer = channel(asker).queueDeclarePassive(queue);
      counts.put(
          queue,
          "%d ready, %d consumers".formatted(answer.getMessageCount(), answer.getConsumerCount()));
      return true;
    } catch (IOException | RuntimeException e) {
      String why = Rendering.failure(e);
      if (why.contains("404")) {
        askers.remove(queue);
        counts.remove(queue);
        return true;
      }
      counts.put(queue, why);
      return !why.contains("405");
    }
  }

  /** Deletes all of them, and the exchanges of scripts. */
  void deleteAll() {
    ask();
    askers.forEach((queue, asker) -> tolerate(() -> channel(asker).queueDelete(queue)));
    for (String exchange : Names.EXCHANGES) {
      tolerate(() -> channel(Connections.OWN).exchangeDelete(exchange));
    }
    askers.clear();
    counts.clear();
  }

  private interface Deletion {
    void run() throws IOException;
  }

  private static void tolerate(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException | RuntimeException e) {
      // It is gone, with its connection or a consumer; the channel is opened again.
    }
  }

  private Channel channel(int connection) {
    Channel channel = channels[connection];
    if (channel == null || !channel.isOpen()) {
      channel = connections.channel(connection);
      channels[connection] = channel;
    }
    return channel;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
