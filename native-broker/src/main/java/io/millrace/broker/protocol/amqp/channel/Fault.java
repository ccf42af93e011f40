package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.ReplyCode;

/**
 * Why a channel, or its connection, cannot go on; the code says which of both.
 *
 * @param text without the name of the code
 */
record Fault(ReplyCode code, String text) {
  static Fault accessRefused(String text) {
    return new Fault(ReplyCode.ACCESS_REFUSED, text);
  }

  static Fault notFound(String text) {
    return new Fault(ReplyCode.NOT_FOUND, text);
  }

  static Fault preconditionFailed(String text) {
    return new Fault(ReplyCode.PRECONDITION_FAILED, text);
  }

  static Fault notAllowed(String text) {
    return new Fault(ReplyCode.NOT_ALLOWED, text);
  }

  static Fault notImplemented(String text) {
    return new Fault(ReplyCode.NOT_IMPLEMENTED, text);
  }
}
