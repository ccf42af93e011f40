package io.millrace.daemon.sink.kafka;

import io.millrace.daemon.deadletter.ToldLetters;
import io.millrace.daemon.kafka.KafkaConnection;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetterException.Kind;
import io.millrace.kafka.deadletter.DeadLetterTopic;
import io.millrace.queue.redrive.DeadLetterStore;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The dead letters in a topic, with Kafka's exceptions put into an operator's words.
 *
 * @param topic that holds them
 */
record KafkaDeadLetters(KafkaConnection connection, String topic) {
  /** Makes them; does not wait for the brokers. */
  DeadLetterStore toStore() {
    DeadLetterStore letters =
        DeadLetterTopic.builder()
            .properties(connection.forOthers().properties())
            .bootstrapServers(connection.bootstrapServers())
            .topic(topic)
            .build();
    return new ToldLetters(letters, e -> e instanceof KafkaException failure ? told(failure) : e);
  }

  private DeadLetterException told(KafkaException failure) {
    if (failure instanceof UnknownTopicOrPartitionException
        || failure instanceof InvalidTopicException) {
      return told(Kind.NOT_FOUND, "there is no topic " + topic + " at ", failure);
    }
    if (failure instanceof AuthenticationException) {
      return told(Kind.LOGIN, failure.getMessage() + ", says ", failure);
    }
    if (failure instanceof AuthorizationException) {
      return told(Kind.LOGIN, "this user may not do that with topic " + topic + " at ", failure);
    }
    if (failure instanceof TimeoutException) {
      return told(Kind.UNAVAILABLE, "no Kafka broker answers at ", failure);
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return told(Kind.UNAVAILABLE, "Kafka cannot be used, " + root.getMessage() + ", at ", failure);
  }

  private DeadLetterException told(Kind kind, String what, KafkaException cause) {
    return new DeadLetterException(kind, what + connection.bootstrapServers(), cause);
  }
}
