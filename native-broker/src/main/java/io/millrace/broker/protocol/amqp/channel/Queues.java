package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.DestinationKind;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Text;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.QueueBind;
import io.millrace.broker.protocol.amqp.codec.QueueBindOk;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.protocol.amqp.codec.QueueDelete;
import io.millrace.broker.protocol.amqp.codec.QueueDeleteOk;
import io.millrace.broker.protocol.amqp.codec.QueuePurge;
import io.millrace.broker.protocol.amqp.codec.QueuePurgeOk;
import io.millrace.broker.protocol.amqp.codec.QueueUnbind;
import io.millrace.broker.protocol.amqp.codec.QueueUnbindOk;
import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.DeleteCondition;
import io.millrace.broker.vhost.QueueArgument;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.Refusal;
import java.util.Optional;

/** The class queue, section 1.7 of the reference. For the connection's thread. */
final class Queues {
  /** What permissions see of a name that the broker is to make. */
  private static final String MADE_NAME = "amq.gen-";

  private final Dialogue dialogue;
  private final Rights rights;
  private String lastDeclared = "";

  Queues(Dialogue dialogue, Rights rights) {
    this.dialogue = dialogue;
    this.rights = rights;
  }

  /** The queue that is meant, where none is named the one declared last; empty if there is none. */
  Optional<String> meant(String queue, Method about) {
    String meant = queue.isEmpty() ? lastDeclared : queue;
    if (meant.isEmpty()) {
      dialogue.fail(Fault.notFound("no previously declared queue"), about);
      return Optional.empty();
    }
    return Optional.of(meant);
  }

  /** Ends the channel if there is a fault; whether there is none. */
  private boolean isFine(Optional<Fault> fault, Method about) {
    fault.ifPresent(why -> dialogue.fail(why, about));
    return fault.isEmpty();
  }

  void declare(QueueDeclare asked) {
    if (asked.passive()) {
      meant(asked.queue(), asked).ifPresent(queue -> inspect(queue, asked));
    } else {
      make(asked);
    }
  }

  private void make(QueueDeclare asked) {
    String named = asked.queue().isEmpty() ? MADE_NAME : asked.queue();
    if (!isFine(
        rights
            .refusalOfQueue(Access.CONFIGURE, named)
            .or(() -> refusalOfDeadLetters(named, asked.arguments())),
        asked)) {
      return;
    }
    QueueDefinition definition =
        new QueueDefinition(
            asked.queue(),
            // What goes with its connection outlives no restart, whatever the client says.
            asked.durable() && !asked.exclusive(),
            asked.exclusive(),
            asked.autoDelete(),
            asked.arguments());
    dialogue.await(
        dialogue.host().declareQueue(definition, dialogue.link().connection()),
        asked,
        facts -> declared(facts, asked));
  }

  private Optional<Fault> refusalOfDeadLetters(String queue, Headers arguments) {
    HeaderValue exchange = arguments.get(QueueArgument.DEAD_LETTER_EXCHANGE.argument());
    return exchange instanceof Text
        ? rights
            .refusalOfQueue(Access.READ, queue)
            .or(() -> rights.refusalOfExchange(Access.WRITE, exchange.toString()))
        : Optional.empty();
  }

  private void inspect(String queue, QueueDeclare asked) {
    dialogue.await(
        dialogue.host().queue(queue, dialogue.link().connection()),
        asked,
        refusal -> inspectedReplies(queue, refusal, asked),
        facts -> declared(facts, asked),
        late -> {});
  }

  /** Whoever answers may ask whether somebody waits for it, whosever queue that is. */
  private Optional<Fault> inspectedReplies(String queue, Refusal refusal, QueueDeclare asked) {
    if (!ReplyAddress.isAny(queue)
        || (refusal instanceof Refusal.NotFound && !queue.equals(ReplyAddress.NAME))) {
      return Optional.of(dialogue.faultOf(refusal));
    }
    dialogue.reply(asked.noWait(), new QueueDeclareOk(queue, 0, 1));
    return Optional.empty();
  }

  private void declared(QueueFacts facts, QueueDeclare asked) {
    lastDeclared = facts.definition().name();
    dialogue.reply(
        asked.noWait(), new QueueDeclareOk(lastDeclared, facts.ready(), facts.consumers()));
  }

  void bind(QueueBind asked) {
    binding(asked.queue(), asked.exchange(), asked.routingKey(), asked.arguments(), asked)
        .ifPresent(
            binding ->
                dialogue.await(
                    dialogue.host().bind(binding, dialogue.link().connection()),
                    asked,
                    bound -> dialogue.reply(asked.noWait(), new QueueBindOk())));
  }

  void unbind(QueueUnbind asked) {
    binding(asked.queue(), asked.exchange(), asked.routingKey(), asked.arguments(), asked)
        .ifPresent(
            binding ->
                dialogue.awaitAbsent(
                    dialogue.host().unbind(binding, dialogue.link().connection()),
                    asked,
                    () -> dialogue.send(new QueueUnbindOk())));
  }

  /** The binding that is meant, if the client may change it; otherwise that was the end. */
  private Optional<Binding> binding(
      String named, String exchange, String routingKey, Headers arguments, Method about) {
    return meant(named, about)
        .flatMap(
            queue -> {
              // Section 1.7.2.3: without both names the queue's is the routing key, too.
              String key = named.isEmpty() && routingKey.isEmpty() ? queue : routingKey;
              return isFine(refusalOfBinding(queue, exchange, key), about)
                  ? Optional.of(
                      new Binding(exchange, DestinationKind.QUEUE, queue, key, arguments, false))
                  : Optional.empty();
            });
  }

  private Optional<Fault> refusalOfBinding(String queue, String exchange, String key) {
    return rights
        .refusalOfQueue(Access.WRITE, queue)
        .or(() -> rights.refusalOfExchange(Access.READ, exchange))
        .or(() -> rights.refusalOfTopic(Access.READ, exchange, key));
  }

  void purge(QueuePurge asked) {
    meant(asked.queue(), asked)
        .filter(queue -> isFine(rights.refusalOfQueue(Access.READ, queue), asked))
        .ifPresent(
            queue ->
                dialogue.await(
                    dialogue.host().purge(queue, dialogue.link().connection()),
                    asked,
                    count -> dialogue.reply(asked.noWait(), new QueuePurgeOk(count))));
  }

  /** Deleting what is not there is done at once. */
  void delete(QueueDelete asked) {
    meant(asked.queue(), asked)
        .filter(queue -> isFine(rights.refusalOfQueue(Access.CONFIGURE, queue), asked))
        .ifPresent(
            queue ->
                dialogue.await(
                    dialogue
                        .host()
                        .deleteQueue(
                            queue,
                            dialogue.link().connection(),
                            DeleteCondition.of(asked.ifUnused(), asked.ifEmpty())),
                    asked,
                    refusal -> deletedAbsent(refusal, asked),
                    count -> dialogue.reply(asked.noWait(), new QueueDeleteOk(count)),
                    late -> {}));
  }

  private Optional<Fault> deletedAbsent(Refusal refusal, QueueDelete asked) {
    if (refusal instanceof Refusal.NotFound) {
      dialogue.reply(asked.noWait(), new QueueDeleteOk(0));
      return Optional.empty();
    }
    return Optional.of(dialogue.faultOf(refusal));
  }
}
