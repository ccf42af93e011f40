package io.millrace.kafka.deadletter;

import io.millrace.queue.redrive.LetterPlace;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** A topic of dead letters. The client is made by the first walk. Belongs to one thread. */
final class TopicPlace implements LetterPlace {
  private final ClientSettings clients;
  private final String topic;
  private final boolean keepsHandled;
  private @Nullable Consumer<byte[], byte[]> consumer;

  TopicPlace(ClientSettings clients, String topic, boolean keepsHandled) {
    this.clients = clients;
    this.topic = topic;
    this.keepsHandled = keepsHandled;
  }

  @Override
  public String description() {
    return "topic " + topic;
  }

  @Override
  public TopicWalk walk() {
    Consumer<byte[], byte[]> current = consumer;
    if (current == null) {
      current = clients.newConsumer(topic + ".redrive");
      consumer = current;
    }
    LetterReader reader = LetterReader.of(current, topic);
    return new TopicWalk(
        current, reader, keepsHandled ? Optional.empty() : Optional.of(new Deletion(clients)));
  }

  @Override
  public WayBack wayBack() throws Exception {
    return TopicOrigins.of(clients, topic);
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
