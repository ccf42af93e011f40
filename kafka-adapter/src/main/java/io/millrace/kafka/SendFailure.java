package io.millrace.kafka;

import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the client's exceptions mean to an operator: what happened, where, and what helps. */
final class SendFailure {
  private SendFailure() {}

  /** Names topic and brokers; never the payload. */
  static String inWords(Throwable failure, String topic, ProducerSettings settings) {
    String where = "topic " + topic + " at " + settings.brokers();
    if (failure instanceof UnknownTopicOrPartitionException
        || failure.getCause() instanceof UnknownTopicOrPartitionException) {
      return where + " does not exist; create it, or correct its name";
    }
    if (failure instanceof InvalidTopicException) {
      return "\"" + topic + "\" is no valid name of a topic";
    }
    if (failure instanceof RecordTooLargeException) {
      return "the record is too large for "
          + where
          + " ("
          + failure.getMessage()
          + "); the limits are max.request.size of the producer, now "
          + settings.maxRequestBytes()
          + " bytes, and max.message.bytes of the topic: raise the lower one, or keep large"
          + " payloads elsewhere";
    }
    if (failure instanceof BufferExhaustedException) {
      return where
          + " takes records more slowly than they are pushed: the buffer (buffer.memory) was full"
          + " for "
          + settings.blockMillis()
          + " ms (max.block.ms)";
    }
    if (failure instanceof TimeoutException) {
      return where
          + " did not confirm it in time: are the brokers up, and reachable from here? ("
          + failure.getMessage()
          + ")";
    }
    if (failure instanceof AuthenticationException) {
      return "the brokers at "
          + settings.brokers()
          + " refuse the credentials or the certificate: "
          + failure.getMessage();
    }
    if (failure instanceof AuthorizationException refusal) {
      return "not allowed to write to " + where + ": " + MissingRight.inWords(refusal, "WRITE");
    }
    return where + ": " + failure;
  }
}
