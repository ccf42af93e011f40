package io.millrace.kafka.deadletter;

import io.millrace.kafka.KafkaPayload;
import io.millrace.kafka.KafkaPusher;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The topics that dead letters came from. A letter that names something else came from elsewhere,
 * such as a file.
 *
 * @param deadLetterTopic where they are
 * @param topics all there are
 */
record TopicOrigins(ClientSettings clients, String deadLetterTopic, Set<String> topics)
    implements WayBack {
  /** Asks the brokers which topics there are. */
  static TopicOrigins of(ClientSettings clients, String deadLetterTopic) throws Exception {
    try (Admin admin = clients.newAdmin()) {
      return new TopicOrigins(clients, deadLetterTopic, admin.listTopics().names().get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public Optional<String> obstacle(DeadLetter letter) {
    if (letter.origin().isEmpty()) {
      return Optional.of("it is not known where they came from; name a target");
    }
    return topics.contains(letter.origin())
        ? Optional.empty()
        : Optional.of(
            "they came from " + letter.origin() + ", which is no topic here; name a target");
  }

  @Override
  public Pusher<byte[]> pusher() {
    return KafkaPusher.builder(KafkaPayload.bytes())
        .properties(clients.properties())
        .topicOf(message -> message.partition().source())
        .name("the origins of " + deadLetterTopic)
        .build();
  }
}
