package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.DestinationKind;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.protocol.amqp.codec.ExchangeBind;
import io.millrace.broker.protocol.amqp.codec.ExchangeBindOk;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeclare;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeclareOk;
import io.millrace.broker.protocol.amqp.codec.ExchangeDelete;
import io.millrace.broker.protocol.amqp.codec.ExchangeDeleteOk;
import io.millrace.broker.protocol.amqp.codec.ExchangeUnbind;
import io.millrace.broker.protocol.amqp.codec.ExchangeUnbindOk;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.Refusal;
import java.util.Optional;

/** The class exchange, section 1.6 of the reference. For the connection's thread. */
final class Exchanges {
  private final Dialogue dialogue;
  private final Rights rights;

  Exchanges(Dialogue dialogue, Rights rights) {
    this.dialogue = dialogue;
    this.rights = rights;
  }

  void declare(ExchangeDeclare asked) {
    if (asked.exchange().isEmpty()) {
      dialogue.fail(dialogue.faultOf(new Refusal.Reserved(Refusal.Kind.EXCHANGE, "", "")), asked);
    } else if (asked.passive()) {
      inspect(asked);
    } else {
      ExchangeDefinition definition =
          new ExchangeDefinition(
              asked.exchange(),
              asked.type(),
              asked.durable(),
              asked.autoDelete(),
              asked.internal(),
              asked.arguments());
      refusalOf(definition)
          .ifPresentOrElse(
              why -> dialogue.fail(why, asked),
              () ->
                  dialogue.await(
                      dialogue.host().declareExchange(definition),
                      asked,
                      declared -> dialogue.reply(asked.noWait(), new ExchangeDeclareOk())));
    }
  }

  private Optional<Fault> refusalOf(ExchangeDefinition asked) {
    return rights
        .refusalOfExchange(Access.CONFIGURE, asked.name())
        .or(() -> refusalOfType(asked.type()))
        .or(
            () ->
                asked
                    .alternate()
                    .flatMap(
                        alternate ->
                            rights
                                .refusalOfExchange(Access.READ, asked.name())
                                .or(() -> rights.refusalOfExchange(Access.WRITE, alternate))));
  }

  private Optional<Fault> refusalOfType(String type) {
    return dialogue.host().exchangeTypes().contains(type)
        ? Optional.empty()
        : Optional.of(Fault.of(ReplyCode.COMMAND_INVALID, "unknown exchange type '%s'", type));
  }

  private void inspect(ExchangeDeclare asked) {
    if (dialogue.host().exchange(asked.exchange()).isPresent()) {
      dialogue.reply(asked.noWait(), new ExchangeDeclareOk());
    } else {
      dialogue.fail(
          dialogue.faultOf(new Refusal.NotFound(Refusal.Kind.EXCHANGE, asked.exchange())), asked);
    }
  }

  /** Deleting what is not there is done at once. */
  void delete(ExchangeDelete asked) {
    rights
        .refusalOfExchange(Access.CONFIGURE, asked.exchange())
        .ifPresentOrElse(
            why -> dialogue.fail(why, asked),
            () ->
                dialogue.await(
                    dialogue.host().deleteExchange(asked.exchange(), asked.ifUnused()),
                    asked,
                    refusal -> notDeleted(refusal, asked),
                    deleted -> dialogue.reply(asked.noWait(), new ExchangeDeleteOk()),
                    late -> {}));
  }

  private Optional<Fault> notDeleted(Refusal refusal, ExchangeDelete asked) {
    if (refusal instanceof Refusal.NotFound) {
      dialogue.reply(asked.noWait(), new ExchangeDeleteOk());
      return Optional.empty();
    }
    return Optional.of(
        refusal instanceof Refusal.Reserved && !asked.exchange().isEmpty()
            ? Fault.accessRefused(
                "deletion of system exchange '%s' in vhost '%s' not allowed",
                asked.exchange(), dialogue.host().name())
            : dialogue.faultOf(refusal));
  }

  void bind(ExchangeBind asked) {
    if (isAllowed(asked.destination(), asked.source(), asked.routingKey(), asked)) {
      dialogue.await(
          dialogue
              .host()
              .bind(
                  new Binding(
                      asked.source(),
                      DestinationKind.EXCHANGE,
                      asked.destination(),
                      asked.routingKey(),
                      asked.arguments(),
                      false),
                  dialogue.link().connection()),
          asked,
          bound -> dialogue.reply(asked.noWait(), new ExchangeBindOk()));
    }
  }

  void unbind(ExchangeUnbind asked) {
    if (isAllowed(asked.destination(), asked.source(), asked.routingKey(), asked)) {
      dialogue.awaitAbsent(
          dialogue
              .host()
              .unbind(
                  new Binding(
                      asked.source(),
                      DestinationKind.EXCHANGE,
                      asked.destination(),
                      asked.routingKey(),
                      asked.arguments(),
                      false),
                  dialogue.link().connection()),
          asked,
          () -> dialogue.reply(asked.noWait(), new ExchangeUnbindOk()));
    }
  }

  private boolean isAllowed(String destination, String source, String key, Method about) {
    if (destination.isEmpty()) {
      dialogue.fail(dialogue.faultOf(new Refusal.Reserved(Refusal.Kind.EXCHANGE, "", "")), about);
      return false;
    }
    Optional<Fault> refusal =
        rights
            .refusalOfExchange(Access.WRITE, destination)
            .or(() -> rights.refusalOfExchange(Access.READ, source))
            .or(() -> rights.refusalOfTopic(Access.READ, source, key));
    refusal.ifPresent(why -> dialogue.fail(why, about));
    return refusal.isEmpty();
  }
}
