package io.millrace.broker.protocol.amqp.channel;

import static io.millrace.broker.protocol.amqp.channel.ErrorCase.channel;

import java.util.Map;
import java.util.stream.Stream;

/** Mistakes in bindings, and in deletions of what is bound. */
final class BindingErrors {
  private BindingErrors() {}

  static Stream<ErrorCase> all() {
    return Stream.of(deletions(), bindings()).flatMap(each -> each);
  }

  private static Stream<ErrorCase> deletions() {
    return Stream.of(
        channel(
            "delete of an exchange of the broker's own names that is not there",
            403,
            "ACCESS_REFUSED - deletion of system exchange 'amq.mine' in vhost '/' not allowed",
            (channel, other) -> channel.exchangeDelete("amq.mine")),
        channel(
            "delete of an exchange in use",
            406,
            "PRECONDITION_FAILED - exchange 'bound' in vhost '/' in use",
            (channel, other) -> {
              channel.exchangeDeclare("bound", "fanout", false, true, Map.of());
              Steps.declare(channel, "plain", Map.of());
              channel.queueBind("plain", "bound", "");
              channel.exchangeDelete("bound", true);
            }),
        channel(
            "delete of one of the broker's exchanges",
            403,
            "ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed",
            (channel, other) -> channel.exchangeDelete("amq.direct")),
        channel(
            "delete of the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> channel.exchangeDelete("")),
        channel(
            "delete of a queue in use",
            406,
            "PRECONDITION_FAILED - queue 'plain' in vhost '/' in use",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              Steps.consume(other, "plain", "");
              channel.queueDelete("plain", true, false);
            }),
        channel(
            "delete of a queue that is not empty",
            406,
            "PRECONDITION_FAILED - queue 'plain' in vhost '/' not empty",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.confirmSelect();
              channel.basicPublish("", "plain", null, Steps.BODY);
              channel.waitForConfirmsOrDie(20_000);
              channel.queueDelete("plain", false, true);
            }),
        channel(
            "purge of a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> channel.queuePurge("none")));
  }

  private static Stream<ErrorCase> bindings() {
    return Stream.of(
        channel(
            "bind of a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> channel.queueBind("none", "amq.direct", "k")),
        channel(
            "bind to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueBind("plain", "none", "k");
            }),
        channel(
            "bind to the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueBind("plain", "", "k");
            }),
        channel(
            "unbind from the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueUnbind("plain", "", "k");
            }),
        channel(
            "bind of an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) -> channel.exchangeBind("none", "amq.direct", "k")),
        channel(
            "bind that matches in a way that nobody knows",
            406,
            "PRECONDITION_FAILED - ",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueBind("plain", "amq.headers", "", Map.of("x-match", "some"));
            }),
        channel(
            "bind of the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> channel.exchangeBind("", "amq.direct", "k")));
  }
}
