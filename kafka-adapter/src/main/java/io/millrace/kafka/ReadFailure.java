package io.millrace.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What the exceptions of a consumer mean to an operator. */
final class ReadFailure {
  private ReadFailure() {}

  static String inWords(Throwable failure, String servers) {
    if (failure instanceof SslAuthenticationException) {
      return "no TLS with " + servers + ": " + reason(failure);
    }
    if (failure instanceof AuthenticationException) {
      return servers + " refuses the credentials: " + reason(failure);
    }
    if (failure instanceof AuthorizationException refusal) {
      return servers + " does not allow it: " + MissingRight.inWords(refusal, "READ");
    }
    return servers + ": " + reason(failure);
  }

  /** What the innermost exception says: the outer ones say that something went wrong. */
  private static String reason(Throwable failure) {
    String reason = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason;
  }
}
