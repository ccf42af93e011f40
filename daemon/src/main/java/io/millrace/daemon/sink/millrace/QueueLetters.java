package io.millrace.daemon.sink.millrace;

import io.millrace.client.RefusedException;
import io.millrace.client.deadletter.MillraceDeadLetters;
import io.millrace.daemon.deadletter.ToldLetters;
import io.millrace.daemon.millrace.BrokerConnection;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetterException.Kind;
import io.millrace.daemon.spi.Reason;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.WayBack;
import java.io.IOException;
import java.util.Optional;

/** Dead letters in queues of a broker, with what goes wrong put into an operator's words. */
final class QueueLetters {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;

  private QueueLetters() {}

  /**
   * Makes them; does not wait for the broker.
   *
   * @param wayBack empty for that which the queue's name tells
   */
  static DeadLetterStore in(
      BrokerConnection connection, String queue, String routingKey, Optional<WayBack> wayBack) {
    MillraceDeadLetters letters =
        MillraceDeadLetters.builder()
            .location(connection::describeTo)
            .queue(queue)
            .routingKey(routingKey);
    wayBack.ifPresent(letters::wayBack);
    return new ToldLetters(
        letters.build(),
        failure -> failure instanceof IOException e ? told(e, connection) : failure);
  }

  private static DeadLetterException told(IOException failure, BrokerConnection connection) {
    return new DeadLetterException(
        isOfLogin(failure) ? Kind.LOGIN : Kind.UNAVAILABLE,
        "the broker at " + connection + " cannot be used: " + Reason.of(failure),
        failure);
  }

  private static boolean isOfLogin(IOException failure) {
    RefusedException refused =
        failure instanceof RefusedException itself
            ? itself
            : failure.getCause() instanceof RefusedException cause ? cause : null;
    return refused != null
        && (refused.code() == UNAUTHORIZED
            || refused.code() == FORBIDDEN
            || refused.code() == TOO_MANY);
  }
}
