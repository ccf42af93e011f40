package io.millrace.daemon.sink.amqp;

import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.deadletter.AmqpDeadLetters;
import io.millrace.daemon.amqp.AmqpConnection;
import io.millrace.daemon.deadletter.ToldLetters;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetterException.Kind;
import io.millrace.daemon.spi.Reason;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WayBack;
import java.io.IOException;
import java.util.Optional;

/** Dead letters in queues of AMQP brokers, with what goes wrong put into an operator's words. */
final class AmqpLetters {
  private AmqpLetters() {}

  /**
   * Makes them; does not wait for the broker.
   *
   * @param wayBack empty for that which each letter itself tells
   */
  static DeadLetterStore in(AmqpConnection connection, String queue, Optional<WayBack> wayBack) {
    AmqpDeadLetters letters =
        AmqpDeadLetters.builder().location(connection::describeTo).queue(queue);
    wayBack.ifPresent(letters::wayBack);
    return new ToldLetters(
        letters.build(),
        failure -> failure instanceof IOException e ? told(e, queue, connection) : failure);
  }

  private static DeadLetterException told(
      IOException failure, String queue, AmqpConnection connection) {
    if (Trouble.isNotFound(failure)) {
      return new DeadLetterException(
          Kind.NOT_FOUND, "there is no queue " + queue + " at " + connection, failure);
    }
    return new DeadLetterException(
        Trouble.isOfLogin(failure) ? Kind.LOGIN : Kind.UNAVAILABLE,
        "the broker at " + connection + " cannot be used: " + Reason.of(failure),
        failure);
  }
}
