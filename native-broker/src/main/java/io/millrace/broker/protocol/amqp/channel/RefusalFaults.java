package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.vhost.Refusal;
import io.millrace.broker.vhost.ReservedNames;

/**
 * What a client is told when its virtual host refuses: the codes and the words of RabbitMQ, which
 * clients look for.
 */
final class RefusalFaults implements Refusal.Cases<Fault> {
  private static final String LOCKED =
      "cannot obtain exclusive access to locked queue '%s' in vhost '%s'. It could be originally"
          + " declared on another connection or the exclusive property value does not match that"
          + " of the original declaration.";

  private final String virtualHost;

  RefusalFaults(String virtualHost) {
    this.virtualHost = virtualHost;
  }

  @Override
  public Fault notFound(Refusal.NotFound refusal) {
    return Fault.notFound("no %s".formatted(named(refusal.kind(), refusal.name())));
  }

  @Override
  public Fault differs(Refusal.Differs refusal) {
    return refusal.what().equals("exclusive")
        ? locked(new Refusal.Locked(refusal.name()))
        : Fault.preconditionFailed(
            "inequivalent arg '%s' for %s: received %s but current is %s"
                .formatted(
                    refusal.what(),
                    named(refusal.kind(), refusal.name()),
                    refusal.asked(),
                    refusal.is()));
  }

  @Override
  public Fault invalid(Refusal.Invalid refusal) {
    return Fault.preconditionFailed(
        "invalid arg for %s: %s".formatted(named(refusal.kind(), refusal.name()), refusal.why()));
  }

  @Override
  public Fault locked(Refusal.Locked refusal) {
    return new Fault(ReplyCode.RESOURCE_LOCKED, LOCKED.formatted(refusal.queue(), virtualHost));
  }

  @Override
  public Fault reserved(Refusal.Reserved refusal) {
    if (refusal.name().isEmpty()) {
      return Fault.accessRefused("operation not permitted on the default exchange");
    }
    return ReservedNames.include(refusal.name())
        ? Fault.accessRefused(
            "%s name '%s' contains reserved prefix 'amq.*'"
                .formatted(refusal.kind(), refusal.name()))
        : Fault.accessRefused(
            "%s: %s".formatted(named(refusal.kind(), refusal.name()), refusal.why()));
  }

  @Override
  public Fault inUse(Refusal.InUse refusal) {
    return Fault.preconditionFailed("%s in use".formatted(named(refusal.kind(), refusal.name())));
  }

  @Override
  public Fault notEmpty(Refusal.NotEmpty refusal) {
    return Fault.preconditionFailed(
        "%s not empty".formatted(named(Refusal.Kind.QUEUE, refusal.queue())));
  }

  @Override
  public Fault internalExchange(Refusal.InternalExchange refusal) {
    return Fault.accessRefused(
        "cannot publish to internal %s"
            .formatted(named(Refusal.Kind.EXCHANGE, refusal.exchange())));
  }

  @Override
  public Fault consumerRefused(Refusal.ConsumerRefused refusal) {
    return Fault.accessRefused(
        "%s in exclusive use".formatted(named(Refusal.Kind.QUEUE, refusal.queue())));
  }

  @Override
  public Fault limitReached(Refusal.LimitReached refusal) {
    return Fault.preconditionFailed(
        "limit of %s in vhost '%s' is reached: %d"
            .formatted(refusal.what(), virtualHost, refusal.limit()));
  }

  @Override
  public Fault unavailable(Refusal.Unavailable refusal) {
    return Fault.preconditionFailed("%s".formatted(refusal.text()));
  }

  private String named(Refusal.Kind kind, String name) {
    return "%s '%s' in vhost '%s'".formatted(kind, name, virtualHost);
  }
}
