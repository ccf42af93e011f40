package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.ReplyCode;

/**
 * Why a channel, or its connection, cannot go on; the code says which of both.
 *
 * @param text without the name of the code
 */
record Fault(ReplyCode code, String text) {
  static Fault accessRefused(String text, Object... values) {
    return of(ReplyCode.ACCESS_REFUSED, text, values);
  }

  static Fault notFound(String text, Object... values) {
    return of(ReplyCode.NOT_FOUND, text, values);
  }

  static Fault preconditionFailed(String text, Object... values) {
    return of(ReplyCode.PRECONDITION_FAILED, text, values);
  }

  static Fault notAllowed(String text, Object... values) {
    return of(ReplyCode.NOT_ALLOWED, text, values);
  }

  static Fault notImplemented(String text, Object... values) {
    return of(ReplyCode.NOT_IMPLEMENTED, text, values);
  }

  static Fault of(ReplyCode code, String text, Object... values) {
    return new Fault(code, values.length == 0 ? text : text.formatted(values));
  }
}
