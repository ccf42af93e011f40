package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.Message;
import io.millrace.broker.protocol.amqp.codec.BasicGet;
import io.millrace.broker.protocol.amqp.codec.BasicGetEmpty;
import io.millrace.broker.protocol.amqp.codec.BasicGetOk;
import io.millrace.broker.vhost.ConsumerTarget;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.Subscription;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client fetches with basic.get. For the connection's thread. */
final class Fetches {
  private final Dialogue dialogue;
  private final Settling settling;
  private final DeliveryTags tags;

  Fetches(Dialogue dialogue, Settling settling, DeliveryTags tags) {
    this.dialogue = dialogue;
    this.settling = settling;
    this.tags = tags;
  }

  /** Fetches from a queue, as the client may. */
  void fetch(BasicGet asked, String queue) {
    Fetch fetch = new Fetch();
    dialogue.await(
        dialogue.host().get(queue, dialogue.link().connection(), asked.noAck(), fetch),
        asked,
        refusal -> Optional.of(dialogue.faultOf(refusal)),
        found ->
            found.ifPresentOrElse(
                deliveries -> fetched(deliveries, asked, fetch),
                () -> dialogue.send(new BasicGetEmpty())),
        found -> found.ifPresent(deliveries -> deliveries.subscription().detach(false)));
  }

  private void fetched(Deliveries deliveries, BasicGet asked, Fetch fetch) {
    Message message = deliveries.message(0);
    long tag = tags.next();
    if (!asked.noAck()) {
      fetch.holder = Holder.fetcher(deliveries.subscription());
      settling.unsettled().add(tag, deliveries.offset(0), fetch.holder);
    }
    dialogue
        .link()
        .send(
            new BasicGetOk(
                tag,
                deliveries.isRedelivered(0),
                message.exchange(),
                message.routingKey(),
                deliveries.remaining()),
            Consumers.properties(message, deliveries.deliveryCount(0)),
            message.body());
  }

  /** Who has fetched one message. */
  private final class Fetch implements ConsumerTarget {
    private @Nullable Holder holder;

    @Override
    public void deliver(Deliveries deliveries) {
      throw new IllegalStateException("a message comes to somebody who has fetched one");
    }

    /** What is settled then has no effect, as the client expects. */
    @Override
    public void cancelled(Subscription subscription) {}

    @Override
    public void overdue(Subscription subscription, long offset) {
      subscription.detach(false); // It held nothing else.
      dialogue.link().execute(() -> takenBack(offset));
    }

    private void takenBack(long offset) {
      if (holder != null) {
        settling.unsettled().markLate(holder, offset);
      }
    }
  }
}
