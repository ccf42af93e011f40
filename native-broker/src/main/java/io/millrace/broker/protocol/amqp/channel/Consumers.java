package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.BasicCancel;
import io.millrace.broker.protocol.amqp.codec.BasicCancelOk;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicConsumeOk;
import io.millrace.broker.protocol.amqp.codec.BasicDeliver;
import io.millrace.broker.protocol.amqp.codec.BasicQos;
import io.millrace.broker.protocol.amqp.codec.BasicQosOk;
import io.millrace.broker.protocol.amqp.codec.ChannelFlow;
import io.millrace.broker.protocol.amqp.codec.ChannelFlowOk;
import io.millrace.broker.vhost.ChannelCredit;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.Subscription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of a channel, by their tags: what they get, and how much of it. For the
 * connection's thread.
 */
final class Consumers {
  /** How often a message was tried before, as RabbitMQ's quorum queues tell it. */
  private static final String DELIVERY_COUNT = "x-delivery-count";

  private final Dialogue dialogue;
  private final Settling settling;
  private final DeliveryTags tags;
  private final ChannelSettings settings;
  private final Map<String, ChannelConsumer> byTag = new LinkedHashMap<>(4);
  private final ChannelCredit shared = new ChannelCredit();

  /** For consumers that begin from now on; -1 while the client has not asked for any. */
  private int prefetch = -1;

  private boolean open = true;

  /** How many consumers were given a tag. */
  private long namedCount;

  /** The request that waits for the end of a consumer. */
  private @Nullable BasicCancel cancelling;

  Consumers(Dialogue dialogue, Settling settling, DeliveryTags tags, ChannelSettings settings) {
    this.dialogue = dialogue;
    this.settling = settling;
    this.tags = tags;
    this.settings = settings;
  }

  /** Why a consumer cannot have that tag; empty if it can. */
  Optional<Fault> refusalOfTag(String tag) {
    return byTag.containsKey(tag)
        ? Optional.of(Fault.notAllowed("attempt to reuse consumer tag '%s'".formatted(tag)))
        : Optional.empty();
  }

  /** Why there cannot be one more consumer; empty if there can. */
  Optional<Fault> refusalOfOneMore() {
    int most = settings.consumers();
    return most > 0 && byTag.size() >= most
        ? Optional.of(
            Fault.notAllowed("reached maximum (%d) of consumers per channel".formatted(most)))
        : Optional.empty();
  }

  /** Whether the client consumes with it, still. */
  boolean has(ChannelConsumer consumer) {
    return byTag.get(consumer.tag()) == consumer;
  }

  /** Begins to consume a queue, as the client may. */
  ChannelConsumer consume(BasicConsume asked, String queue) {
    String tag = asked.consumerTag().isEmpty() ? newTag() : asked.consumerTag();
    int limit = prefetch < 0 ? settings.prefetch() : prefetch;
    boolean windowed = asked.noAck() || limit == 0;
    ChannelConsumer consumer =
        new ChannelConsumer(tag, asked.noAck(), windowed, dialogue.link(), this);
    SubscribeOptions options =
        ConsumeArguments.of(asked)
            .apply(
                new SubscribeOptions(
                    dialogue.link().connection(),
                    0,
                    asked.exclusive(),
                    asked.noAck(),
                    !windowed,
                    windowed ? ChannelConsumer.WINDOW_MESSAGES : limit,
                    Optional.empty()))
            .withWindowBytes(ChannelConsumer.WINDOW_BYTES);
    dialogue.await(
        dialogue
            .host()
            .subscribe(queue, asked.noAck() ? options : options.withShared(shared), consumer),
        asked,
        refusal -> Optional.of(dialogue.faultOf(refusal)),
        made -> begun(consumer, made, asked),
        made -> made.detach(false));
    return consumer;
  }

  private void begun(ChannelConsumer consumer, Subscription made, BasicConsume asked) {
    byTag.put(consumer.tag(), consumer);
    dialogue.reply(asked.noWait(), new BasicConsumeOk(consumer.tag()));
    boolean replenished = !asked.noAck() && !consumer.isWindowed();
    consumer.begun(Holder.consumer(made, shared, replenished));
    if (!open) {
      consumer.flow(false);
    }
  }

  private String newTag() {
    String tag;
    do {
      tag =
          "amq.ctag-%d.%d.%d"
              .formatted(dialogue.link().connection(), dialogue.link().number(), ++namedCount);
    } while (byTag.containsKey(tag));
    return tag;
  }

  /** Sends messages to the client, unless it is too late for them. */
  void deliver(ChannelConsumer consumer, Deliveries deliveries) {
    Holder holder = consumer.holder();
    if (dialogue.isEnded() || holder == null) {
      return;
    }
    ChannelLink link = dialogue.link();
    for (int i = 0; i < deliveries.count(); i++) {
      Message message = deliveries.message(i);
      long tag = tags.next();
      if (!consumer.noAck()) {
        settling.unsettled().add(tag, deliveries.offset(i), holder);
      }
      link.send(
          new BasicDeliver(
              consumer.tag(),
              tag,
              deliveries.isRedelivered(i),
              message.exchange(),
              message.routingKey()),
          properties(message, deliveries.deliveryCount(i)),
          message.body());
    }
    consumer.sent(deliveries);
  }

  /** As the message came, but for how often it has failed. */
  static Properties properties(Message message, int deliveryCount) {
    return deliveryCount == 0
        ? message.properties()
        : message
            .properties()
            .withHeaders(
                message.headers().with(DELIVERY_COUNT, HeaderValue.of((long) deliveryCount)));
  }

  /** The queue is no more: a client that understands is told. */
  void queueGone(ChannelConsumer consumer) {
    if (dialogue.isEnded() || !byTag.remove(consumer.tag(), consumer)) {
      return;
    }
    if (consumer.isEnding()) {
      answerCancel();
    } else if (dialogue.link().takesCancelNotices()) {
      dialogue.send(new BasicCancel(consumer.tag(), true));
    }
  }

  void cancel(BasicCancel asked) {
    ChannelConsumer consumer = byTag.get(asked.consumerTag());
    if (consumer == null) {
      dialogue.reply(asked.noWait(), new BasicCancelOk(asked.consumerTag()));
      return;
    }
    // The answer follows the last delivery.
    cancelling = asked;
    dialogue.hold(Dialogue.Reason.REQUEST);
    consumer.cancel();
  }

  /** Nothing more comes for a consumer. */
  void ended(ChannelConsumer consumer) {
    if (!dialogue.isEnded() && byTag.remove(consumer.tag(), consumer)) {
      answerCancel();
    }
  }

  private void answerCancel() {
    BasicCancel asked = cancelling;
    cancelling = null;
    if (asked != null) {
      dialogue.reply(asked.noWait(), new BasicCancelOk(asked.consumerTag()));
      dialogue.release(Dialogue.Reason.REQUEST);
    }
  }

  /** A delivery was taken back; the client may settle it as if it were not. */
  void overdue(ChannelConsumer consumer, long offset) {
    Holder holder = consumer.holder();
    if (!dialogue.isEnded() && holder != null && !settling.unsettled().markLate(holder, offset)) {
      holder.takenBack();
    }
  }

  void qos(BasicQos asked) {
    if (asked.prefetchSize() != 0) {
      dialogue.fail(
          Fault.notImplemented("prefetch_size!=0 (%d)".formatted(asked.prefetchSize())), asked);
      return;
    }
    if (!asked.global()) {
      prefetch = asked.prefetchCount();
    } else if (shared.setLimit(asked.prefetchCount())) {
      pokeAll();
    }
    dialogue.send(new BasicQosOk());
  }

  /** There may be room in the credit that all share. */
  void pokeAll() {
    byTag.values().forEach(ChannelConsumer::poke);
  }

  void flow(ChannelFlow asked) {
    open = asked.active();
    byTag.values().forEach(consumer -> consumer.flow(open));
    dialogue.send(new ChannelFlowOk(open));
  }

  /** The client takes again what it is sent. */
  void writable() {
    byTag.values().forEach(ChannelConsumer::tellLeft);
  }

  /** Those that get deliveries, or may; others that have ended may still hold some. */
  Iterable<ChannelConsumer> all() {
    return byTag.values();
  }
}
