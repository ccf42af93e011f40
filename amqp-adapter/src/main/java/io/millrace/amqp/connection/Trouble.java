package io.millrace.amqp.connection;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What the client throws, in words that an operator understands. */
public final class Trouble {
  private Trouble() {}

  /** A failure of the client as one that says why. */
  public static IOException of(String what, Exception failure) {
    return new IOException(what + ": " + reasonOf(failure), failure);
  }

  /** Why the client failed. */
  public static String reasonOf(Throwable failure) {
    if (failure instanceof ShutdownSignalException end) {
      return reasonOf(end);
    }
    if (failure instanceof AuthenticationFailureException) {
      return "the broker does not take the user or the password";
    }
    if (failure.getCause() instanceof ShutdownSignalException end) {
      return reasonOf(end);
    }
    if (failure instanceof TimeoutException) {
      return "no answer came in time";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** Whether the broker does not know what it was asked about. */
  public static boolean isNotFound(Throwable failure) {
    return codeOf(failure) == AMQP.NOT_FOUND;
  }

  /** Whether the broker does not let the user in, or do this. */
  public static boolean isOfLogin(Throwable failure) {
    return failure instanceof AuthenticationFailureException
        || codeOf(failure) == AMQP.ACCESS_REFUSED
        || (failure.getCause() != null && isOfLogin(failure.getCause()));
  }

  /** The code with which the broker has closed a channel or the connection; 0 if it has not. */
  private static int codeOf(Throwable failure) {
    if (failure instanceof ShutdownSignalException end) {
      Method reason = end.getReason();
      if (reason instanceof AMQP.Channel.Close close) {
        return close.getReplyCode();
      }
      return reason instanceof AMQP.Connection.Close close ? close.getReplyCode() : 0;
    }
    return failure.getCause() == null ? 0 : codeOf(failure.getCause());
  }

  private static String reasonOf(ShutdownSignalException end) {
    Method reason = end.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return "the broker has closed the channel: " + close.getReplyText();
    }
    if (reason instanceof AMQP.Connection.Close close) {
      return "the broker has closed the connection: " + close.getReplyText();
    }
    Throwable cause = end.getCause();
    return cause == null
        ? "the connection is closed"
        : "the connection was lost: "
            + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }
}
