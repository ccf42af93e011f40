package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.PublishRefusal;
import io.millrace.broker.vhost.Refusal;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;

/** The codes of the protocol, which are those of HTTP, for what the broker does not do. */
final class Codes implements Refusal.Cases<Integer> {
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int TIMEOUT = 408;
  static final int CONFLICT = 409;
  static final int GONE = 410;
  static final int TOO_MANY = 429;
  static final int FAILED = 500;
  static final int NOT_IMPLEMENTED = 501;
  static final int UNAVAILABLE = 503;
  static final int FULL = 507;

  private static final Codes OF_REFUSALS = new Codes();

  private Codes() {}

  static Fault fault(int code, Method method, String text) {
    return new Fault(code, method.number(), text);
  }

  static Fault of(Refusal refusal, Method method) {
    return fault(refusal.match(OF_REFUSALS), method, refusal.text());
  }

  static Fault of(PublishRefusal refusal) {
    return switch (refusal) {
      case QUEUE_FULL -> fault(FULL, Method.PUBLISH, "the queue is full");
      case NO_SPACE -> fault(FULL, Method.PUBLISH, "there is no space for messages");
      case OVERLOADED -> fault(UNAVAILABLE, Method.PUBLISH, "the broker has too much to do");
      case GONE -> fault(UNAVAILABLE, Method.PUBLISH, "the queue has just gone: publish again");
      case UNAVAILABLE -> fault(FAILED, Method.PUBLISH, "the store has failed");
    };
  }

  @Override
  public Integer notFound(Refusal.NotFound refusal) {
    return NOT_FOUND;
  }

  @Override
  public Integer differs(Refusal.Differs refusal) {
    return CONFLICT;
  }

  @Override
  public Integer invalid(Refusal.Invalid refusal) {
    return BAD_REQUEST;
  }

  @Override
  public Integer locked(Refusal.Locked refusal) {
    return FORBIDDEN;
  }

  @Override
  public Integer reserved(Refusal.Reserved refusal) {
    return FORBIDDEN;
  }

  @Override
  public Integer inUse(Refusal.InUse refusal) {
    return CONFLICT;
  }

  @Override
  public Integer notEmpty(Refusal.NotEmpty refusal) {
    return CONFLICT;
  }

  @Override
  public Integer internalExchange(Refusal.InternalExchange refusal) {
    return FORBIDDEN;
  }

  @Override
  public Integer consumerRefused(Refusal.ConsumerRefused refusal) {
    return CONFLICT;
  }

  @Override
  public Integer limitReached(Refusal.LimitReached refusal) {
    return FULL;
  }

  @Override
  public Integer unavailable(Refusal.Unavailable refusal) {
    return UNAVAILABLE;
  }
}
