package io.millrace.broker.protocol.amqp.channel;

import static io.millrace.broker.protocol.amqp.channel.ErrorCase.channel;
import static io.millrace.broker.protocol.amqp.channel.ErrorCase.connection;

import java.util.Map;
import java.util.stream.Stream;

/** Mistakes in declarations of exchanges and queues. */
final class DeclarationErrors {
  private DeclarationErrors() {}

  static Stream<ErrorCase> all() {
    return Stream.of(exchanges(), queues(), arguments()).flatMap(each -> each);
  }

  private static Stream<ErrorCase> exchanges() {
    return Stream.of(
        channel(
            "passive declare of an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) -> channel.exchangeDeclarePassive("none")),
        channel(
            "exchange of another type",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'amq.direct' in vhost '/':"
                + " received 'fanout' but current is 'direct'",
            (channel, other) -> channel.exchangeDeclare("amq.direct", "fanout", true)),
        channel(
            "exchange of other durability",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'amq.direct' in vhost"
                + " '/': received 'false' but current is 'true'",
            (channel, other) -> channel.exchangeDeclare("amq.direct", "direct", false)),
        channel(
            "exchange that is auto-delete now",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'auto_delete' for exchange 'amq.direct' in"
                + " vhost '/': received 'true' but current is 'false'",
            (channel, other) ->
                channel.exchangeDeclare("amq.direct", "direct", true, true, Map.of())),
        channel(
            "exchange that is internal now",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'internal' for exchange 'amq.direct' in vhost"
                + " '/': received 'true' but current is 'false'",
            (channel, other) ->
                channel.exchangeDeclare("amq.direct", "direct", true, false, true, Map.of())),
        channel(
            "exchange with another alternate exchange",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange"
                + " 'amq.direct' in vhost '/': received the value 'other' of type 'longstr' but"
                + " current is none",
            (channel, other) ->
                channel.exchangeDeclare(
                    "amq.direct", "direct", true, false, Map.of("alternate-exchange", "other"))),
        channel(
            "exchange of the broker's own names",
            403,
            "ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'",
            (channel, other) -> channel.exchangeDeclare("amq.mine", "direct")),
        channel(
            "declare of the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> channel.exchangeDeclare("", "direct", true)),
        connection(
            "exchange of a type that nobody knows",
            503,
            "COMMAND_INVALID - unknown exchange type 'x-nonsense'",
            (channel, other) -> channel.exchangeDeclare("x", "x-nonsense")));
  }

  private static Stream<ErrorCase> queues() {
    return Stream.of(
        channel(
            "passive declare of a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> channel.queueDeclarePassive("none")),
        channel(
            "no queue named, and none declared",
            404,
            "NOT_FOUND - no previously declared queue",
            (channel, other) -> channel.queuePurge("")),
        channel(
            "queue of other durability",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'plain' in vhost '/':"
                + " received 'true' but current is 'false'",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", true, false, false, Map.of());
            }),
        channel(
            "argument that cannot be, of a queue that is there",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'plain' in vhost '/':"
                + " received the value '-1' of type 'signedint' but current is none",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", false, false, false, Map.of("x-message-ttl", -1));
            }),
        channel(
            "queue that is auto-delete now",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue 'plain' in vhost '/':"
                + " received 'true' but current is 'false'",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", false, false, true, Map.of());
            }),
        channel(
            "queue that is exclusive now",
            405,
            locked("plain"),
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", false, true, false, Map.of());
            }),
        channel(
            "declare of another's exclusive queue",
            405,
            locked("theirs"),
            (channel, other) -> {
              other.queueDeclare("theirs", false, true, false, Map.of());
              channel.queueDeclare("theirs", false, true, false, Map.of());
            }),
        channel(
            "passive declare of another's exclusive queue",
            405,
            locked("theirs"),
            (channel, other) -> {
              other.queueDeclare("theirs", false, true, false, Map.of());
              channel.queueDeclarePassive("theirs");
            }),
        channel(
            "consume from another's exclusive queue",
            405,
            locked("theirs"),
            (channel, other) -> {
              other.queueDeclare("theirs", false, true, false, Map.of());
              Steps.consume(channel, "theirs", "");
            }),
        channel(
            "bind another's exclusive queue",
            405,
            locked("theirs"),
            (channel, other) -> {
              other.queueDeclare("theirs", false, true, false, Map.of());
              channel.queueBind("theirs", "amq.direct", "k");
            }),
        channel(
            "delete another's exclusive queue",
            405,
            locked("theirs"),
            (channel, other) -> {
              other.queueDeclare("theirs", false, true, false, Map.of());
              channel.queueDelete("theirs");
            }),
        channel(
            "queue of the broker's own names",
            403,
            "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'",
            (channel, other) -> Steps.declare(channel, "amq.mine", Map.of())));
  }

  private static Stream<ErrorCase> arguments() {
    return Stream.of(
        channel(
            "queue with an argument that it had not",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'plain' in vhost"
                + " '/': received the value '1000' of type 'signedint' but current is none",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of());
              Steps.declare(channel, "plain", Map.of("x-message-ttl", 1000));
            }),
        channel(
            "queue without an argument that it had",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'plain' in vhost"
                + " '/': received none but current is the value '7' of type 'long'",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of("x-max-length", 7L));
              Steps.declare(channel, "plain", Map.of());
            }),
        channel(
            "queue with another value of an argument",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-dead-letter-exchange' for queue 'plain' in"
                + " vhost '/': received 'b' but current is 'a'",
            (channel, other) -> {
              Steps.declare(channel, "plain", Map.of("x-dead-letter-exchange", "a"));
              Steps.declare(channel, "plain", Map.of("x-dead-letter-exchange", "b"));
            }),
        channel(
            "argument that makes no sense",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> Steps.declare(channel, "plain", Map.of("x-message-ttl", -1))),
        channel(
            "quorum queue that is not durable",
            406,
            "PRECONDITION_FAILED - invalid ",
            (channel, other) -> Steps.declare(channel, "plain", Map.of("x-queue-type", "quorum"))),
        channel(
            "queue of a type that nobody knows",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) ->
                Steps.declare(channel, "plain", Map.of("x-queue-type", "nonsense"))),
        channel(
            "argument that makes no sense, of a queue of the broker's own names",
            403,
            "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'",
            (channel, other) -> Steps.declare(channel, "amq.mine", Map.of("x-message-ttl", -1))),
        channel(
            "argument of the wrong type",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> Steps.declare(channel, "plain", Map.of("x-expires", "soon"))));
  }

  private static String locked(String queue) {
    return "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '"
        + queue
        + "' in vhost '/'";
  }
}
