package io.millrace.daemon.sink.kafka;

import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetterException.Kind;
import io.millrace.kafka.deadletter.DeadLetterTopic;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in a topic, with Kafka's exceptions put into an operator's words. The client is
 * made by the first call.
 */
final class KafkaDeadLetters implements DeadLetterStore {
  private final KafkaConnection connection;
  private final String topic;
  private @Nullable DeadLetterTopic letters;

  KafkaDeadLetters(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  @Override
  public String description() {
    return "topic " + topic;
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws Exception {
    in(
        store -> {
          store.read(reader);
          return true;
        });
  }

  @Override
  public Optional<DeadLetter> find(String id) throws Exception {
    try {
      return in(store -> store.find(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // it does not even look like one
    }
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    return in(store -> store.redrive(selection));
  }

  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    return in(store -> store.redriveTo(target, selection));
  }

  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    return in(store -> store.drop(selection));
  }

  @Override
  public void close() {
    if (letters != null) {
      letters.close();
    }
  }

  private interface Use<V> {
    V use(DeadLetterTopic letters) throws Exception;
  }

  private <V> V in(Use<V> use) throws Exception {
    try {
      DeadLetterTopic current = letters;
      if (current == null) {
        current =
            DeadLetterTopic.builder()
                .properties(connection.forOthers().properties())
                .bootstrapServers(connection.bootstrapServers())
                .topic(topic)
                .build();
        letters = current;
      }
      return use.use(current);
    } catch (UnknownTopicOrPartitionException | InvalidTopicException e) {
      throw told(Kind.NOT_FOUND, "there is no topic " + topic + " at ", e);
    } catch (AuthenticationException e) {
      throw told(Kind.LOGIN, e.getMessage() + ", says ", e);
    } catch (AuthorizationException e) {
      throw told(Kind.LOGIN, "this user may not do that with topic " + topic + " at ", e);
    } catch (TimeoutException e) {
      throw told(Kind.UNAVAILABLE, "no Kafka broker answers at ", e);
    } catch (KafkaException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      throw told(Kind.UNAVAILABLE, "Kafka cannot be used, " + root.getMessage() + ", at ", e);
    }
  }

  private DeadLetterException told(Kind kind, String what, Exception cause) {
    return new DeadLetterException(kind, what + connection.bootstrapServers(), cause);
  }
}
