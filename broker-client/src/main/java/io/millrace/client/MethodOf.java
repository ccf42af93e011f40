package io.millrace.client;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Method;

/** The method of a request. */
final class MethodOf {
  private static final int NONE = -2;

  private MethodOf() {}

  /** As an Error refers to it; a number that is of no method if it is no request. */
  static int number(Frame request) {
    if (request instanceof Frame.Publish) {
      return Method.PUBLISH.number();
    } else if (request instanceof Frame.Bind) {
      return Method.BIND.number();
    } else if (request instanceof Frame.Unbind) {
      return Method.UNBIND.number();
    } else if (request instanceof Frame.Auth) {
      return Method.AUTH.number();
    }
    return NONE;
  }
}
