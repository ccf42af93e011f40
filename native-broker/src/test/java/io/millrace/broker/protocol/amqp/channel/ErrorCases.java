package io.millrace.broker.protocol.amqp.channel;

import static io.millrace.broker.protocol.amqp.channel.ErrorCase.channel;
import static io.millrace.broker.protocol.amqp.channel.ErrorCase.connection;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;

/** Mistakes of clients, and what RabbitMQ 3.10 tells them. */
final class ErrorCases {
  private static final byte[] BODY = "body".getBytes(UTF_8);

  private ErrorCases() {}

  static Stream<ErrorCase> all() {
    return Stream.of(
            exchanges(),
            queues(),
            arguments(),
            deletions(),
            bindings(),
            publishes(),
            consumers(),
            settlements(),
            modes())
        .flatMap(each -> each);
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
              declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", true, false, false, Map.of());
            }),
        channel(
            "argument that cannot be, of a queue that is there",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'plain' in vhost '/':"
                + " received the value '-1' of type 'signedint' but current is none",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", false, false, false, Map.of("x-message-ttl", -1));
            }),
        channel(
            "queue that is auto-delete now",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue 'plain' in vhost '/':"
                + " received 'true' but current is 'false'",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              channel.queueDeclare("plain", false, false, true, Map.of());
            }),
        channel(
            "queue that is exclusive now",
            405,
            locked("plain"),
            (channel, other) -> {
              declare(channel, "plain", Map.of());
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
              consume(channel, "theirs", "");
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
            (channel, other) -> declare(channel, "amq.mine", Map.of())));
  }

  private static Stream<ErrorCase> arguments() {
    return Stream.of(
        channel(
            "queue with an argument that it had not",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'plain' in vhost"
                + " '/': received the value '1000' of type 'signedint' but current is none",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              declare(channel, "plain", Map.of("x-message-ttl", 1000));
            }),
        channel(
            "queue without an argument that it had",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'plain' in vhost"
                + " '/': received none but current is the value '7' of type 'long'",
            (channel, other) -> {
              declare(channel, "plain", Map.of("x-max-length", 7L));
              declare(channel, "plain", Map.of());
            }),
        channel(
            "queue with another value of an argument",
            406,
            "PRECONDITION_FAILED - inequivalent arg 'x-dead-letter-exchange' for queue 'plain' in"
                + " vhost '/': received 'b' but current is 'a'",
            (channel, other) -> {
              declare(channel, "plain", Map.of("x-dead-letter-exchange", "a"));
              declare(channel, "plain", Map.of("x-dead-letter-exchange", "b"));
            }),
        channel(
            "argument that makes no sense",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> declare(channel, "plain", Map.of("x-message-ttl", -1))),
        channel(
            "quorum queue that is not durable",
            406,
            "PRECONDITION_FAILED - invalid ",
            (channel, other) -> declare(channel, "plain", Map.of("x-queue-type", "quorum"))),
        channel(
            "queue of a type that nobody knows",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> declare(channel, "plain", Map.of("x-queue-type", "nonsense"))),
        channel(
            "argument that makes no sense, of a queue of the broker's own names",
            403,
            "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'",
            (channel, other) -> declare(channel, "amq.mine", Map.of("x-message-ttl", -1))),
        channel(
            "argument of the wrong type",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> declare(channel, "plain", Map.of("x-expires", "soon"))));
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
              declare(channel, "plain", Map.of());
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
              declare(channel, "plain", Map.of());
              consume(other, "plain", "");
              channel.queueDelete("plain", true, false);
            }),
        channel(
            "delete of a queue that is not empty",
            406,
            "PRECONDITION_FAILED - queue 'plain' in vhost '/' not empty",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              channel.confirmSelect();
              channel.basicPublish("", "plain", null, BODY);
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
              declare(channel, "plain", Map.of());
              channel.queueBind("plain", "none", "k");
            }),
        channel(
            "bind to the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              channel.queueBind("plain", "", "k");
            }),
        channel(
            "unbind from the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
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
              declare(channel, "plain", Map.of());
              channel.queueBind("plain", "amq.headers", "", Map.of("x-match", "some"));
            }),
        channel(
            "bind of the default exchange",
            403,
            "ACCESS_REFUSED - operation not permitted on the default exchange",
            (channel, other) -> channel.exchangeBind("", "amq.direct", "k")));
  }

  private static Stream<ErrorCase> publishes() {
    return Stream.of(
        channel(
            "publish to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) -> channel.basicPublish("none", "k", null, BODY)),
        channel(
            "publish to an internal exchange",
            403,
            "ACCESS_REFUSED - cannot publish to internal exchange 'inside' in vhost '/'",
            (channel, other) -> {
              channel.exchangeDeclare(
                  "inside", BuiltinExchangeType.FANOUT, false, false, true, Map.of());
              channel.basicPublish("inside", "", null, BODY);
            }),
        channel(
            "publish as somebody else",
            406,
            "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was"
                + " 'guest'",
            (channel, other) ->
                channel.basicPublish(
                    "", "k", new BasicProperties.Builder().userId("somebody").build(), BODY)),
        channel(
            "publish with an expiration that is no number",
            406,
            "PRECONDITION_FAILED - invalid expiration 'soon'",
            (channel, other) ->
                channel.basicPublish(
                    "", "k", new BasicProperties.Builder().expiration("soon").build(), BODY)),
        channel(
            "publish with copies to what is no list",
            406,
            "PRECONDITION_FAILED - invalid message",
            (channel, other) ->
                channel.basicPublish(
                    "",
                    "k",
                    new BasicProperties.Builder().headers(Map.of("CC", "one")).build(),
                    BODY)),
        channel(
            "publish as somebody else, with a wrong expiration",
            406,
            "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was"
                + " 'guest'",
            (channel, other) ->
                channel.basicPublish(
                    "",
                    "k",
                    new BasicProperties.Builder().userId("somebody").expiration("soon").build(),
                    BODY)),
        channel(
            "publish with a wrong expiration to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) ->
                channel.basicPublish(
                    "none", "k", new BasicProperties.Builder().expiration("soon").build(), BODY)),
        channel(
            "publish with copies to what is no list to an exchange that is not there",
            404,
            "NOT_FOUND - no exchange 'none' in vhost '/'",
            (channel, other) ->
                channel.basicPublish(
                    "none",
                    "k",
                    new BasicProperties.Builder().headers(Map.of("CC", "one")).build(),
                    BODY)),
        channel(
            "publish for answers that nobody takes",
            406,
            "PRECONDITION_FAILED - fast reply consumer does not exist",
            (channel, other) -> channel.basicPublish("", "k", replyTo(), BODY)));
  }

  private static Stream<ErrorCase> consumers() {
    return Stream.of(
        channel(
            "consume from a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> consume(channel, "none", "")),
        channel(
            "get from a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) -> channel.basicGet("none", true)),
        connection(
            "consumer tag used twice",
            530,
            "NOT_ALLOWED - attempt to reuse consumer tag 'twice'",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              consume(channel, "plain", "twice");
              // The client's own method looks for that itself.
              channel.rpc(
                  new AMQP.Basic.Consume.Builder().queue("plain").consumerTag("twice").build());
            }),
        channel(
            "exclusive consumer beside another",
            403,
            "ACCESS_REFUSED - queue 'plain' in vhost '/' in exclusive use",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              consume(other, "plain", "");
              channel.basicConsume(
                  "plain", false, "", false, true, null, new DefaultConsumer(channel));
            }),
        channel(
            "consumer beside an exclusive one",
            403,
            "ACCESS_REFUSED - queue 'plain' in vhost '/' in exclusive use",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              other.basicConsume("plain", false, "", false, true, null, new DefaultConsumer(other));
              consume(channel, "plain", "");
            }),
        channel(
            "answers that are to be acknowledged",
            406,
            "PRECONDITION_FAILED - reply consumer cannot acknowledge",
            (channel, other) -> consume(channel, "amq.rabbitmq.reply-to", "")),
        channel(
            "answers consumed twice",
            406,
            "PRECONDITION_FAILED - reply consumer already set",
            (channel, other) -> {
              channel.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(channel));
              channel.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(channel));
            }),
        channel(
            "priority that is no number",
            406,
            "PRECONDITION_FAILED - invalid arg",
            (channel, other) -> {
              declare(channel, "plain", Map.of());
              channel.basicConsume(
                  "plain", false, Map.of("x-priority", "high"), new DefaultConsumer(channel));
            }),
        channel(
            "priority that is no number, of a consumer of a queue that is not there",
            404,
            "NOT_FOUND - no queue 'none' in vhost '/'",
            (channel, other) ->
                channel.basicConsume(
                    "none", false, Map.of("x-priority", "high"), new DefaultConsumer(channel))),
        connection(
            "prefetch in bytes",
            540,
            "NOT_IMPLEMENTED - prefetch_size!=0 (10)",
            (channel, other) -> channel.basicQos(10, 0, false)));
  }

  private static Stream<ErrorCase> settlements() {
    return Stream.of(
        channel(
            "ack of a tag that never was",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 7",
            (channel, other) -> channel.basicAck(7, false)),
        channel(
            "ack of tags that never were",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 7",
            (channel, other) -> channel.basicAck(7, true)),
        channel(
            "ack of tag 0",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 0",
            (channel, other) -> channel.basicAck(0, false)),
        channel(
            "ack twice",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 1",
            (channel, other) -> {
              long tag = fetchOne(channel);
              channel.basicAck(tag, false);
              channel.basicAck(tag, false);
            }),
        channel(
            "ack of what needs none",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 1",
            (channel, other) -> {
              publishOne(channel);
              channel.basicAck(
                  channel.basicGet("plain", true).getEnvelope().getDeliveryTag(), false);
            }),
        channel(
            "reject of a tag that never was",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 5",
            (channel, other) -> channel.basicReject(5, true)),
        channel(
            "nack of a tag that never was",
            406,
            "PRECONDITION_FAILED - unknown delivery tag 5",
            (channel, other) -> channel.basicNack(5, true, true)),
        connection(
            "recover without requeue",
            540,
            "NOT_IMPLEMENTED - requeue=false",
            (channel, other) -> channel.basicRecover(false)));
  }

  private static Stream<ErrorCase> modes() {
    return Stream.of(
        channel(
            "transaction on a channel with confirms",
            406,
            "PRECONDITION_FAILED - cannot switch from confirm to tx mode",
            (channel, other) -> {
              channel.confirmSelect();
              channel.txSelect();
            }),
        channel(
            "confirms on a channel with transactions",
            406,
            "PRECONDITION_FAILED - cannot switch from tx to confirm mode",
            (channel, other) -> {
              channel.txSelect();
              channel.confirmSelect();
            }),
        channel(
            "commit without a transaction",
            406,
            "PRECONDITION_FAILED - channel is not transactional",
            (channel, other) -> channel.txCommit()),
        channel(
            "rollback without a transaction",
            406,
            "PRECONDITION_FAILED - channel is not transactional",
            (channel, other) -> channel.txRollback()));
  }

  private static String locked(String queue) {
    return "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '"
        + queue
        + "' in vhost '/'";
  }

  private static BasicProperties replyTo() {
    return new BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to").build();
  }

  private static void declare(Channel channel, String queue, Map<String, Object> arguments)
      throws IOException {
    channel.queueDeclare(queue, false, false, false, arguments);
  }

  private static void consume(Channel channel, String queue, String tag) throws IOException {
    channel.basicConsume(queue, false, tag, new DefaultConsumer(channel));
  }

  private static void publishOne(Channel channel) throws Exception {
    declare(channel, "plain", Map.of());
    channel.confirmSelect();
    channel.basicPublish("", "plain", null, BODY);
    channel.waitForConfirmsOrDie(20_000);
  }

  private static long fetchOne(Channel channel) throws Exception {
    publishOne(channel);
    GetResponse response = channel.basicGet("plain", false);
    return response.getEnvelope().getDeliveryTag();
  }
}
