package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.DestinationKind;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;
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
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.Refusal;
import io.millrace.broker.vhost.ReservedNames;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The class exchange, section 1.6 of the reference. For the connection's thread. */
final class Exchanges {
  private static final Refusal DEFAULT_EXCHANGE =
      new Refusal.Reserved(Refusal.Kind.EXCHANGE, "", "it is fixed");

  private final Dialogue dialogue;
  private final Rights rights;

  Exchanges(Dialogue dialogue, Rights rights) {
    this.dialogue = dialogue;
    this.rights = rights;
  }

  void declare(ExchangeDeclare asked) {
    if (asked.exchange().isEmpty()) {
      dialogue.fail(dialogue.faultOf(DEFAULT_EXCHANGE), asked);
    } else if (asked.passive()) {
      answer(known(asked.exchange()), asked);
    } else {
      make(asked);
    }
  }

  private void make(ExchangeDeclare asked) {
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
            () -> answer(dialogue.host().declareExchange(definition), asked));
  }

  private void answer(
      CompletableFuture<Answer<ExchangeDefinition>> declared, ExchangeDeclare asked) {
    dialogue.await(
        declared, asked, known -> dialogue.reply(asked.noWait(), new ExchangeDeclareOk()));
  }

  private CompletableFuture<Answer<ExchangeDefinition>> known(String exchange) {
    return CompletableFuture.completedFuture(
        dialogue
            .host()
            .exchange(exchange)
            .map(Answer::done)
            .orElseGet(
                () -> Answer.refused(new Refusal.NotFound(Refusal.Kind.EXCHANGE, exchange))));
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
        : Optional.of(
            new Fault(ReplyCode.COMMAND_INVALID, "unknown exchange type '%s'".formatted(type)));
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
    // A name of the broker's own is refused also where there is no such exchange, as by RabbitMQ.
    boolean isOwn = ReservedNames.include(asked.exchange());
    if (refusal instanceof Refusal.NotFound && !isOwn) {
      dialogue.reply(asked.noWait(), new ExchangeDeleteOk());
      return Optional.empty();
    }
    return Optional.of(
        isOwn
            ? Fault.accessRefused(
                "deletion of system exchange '%s' in vhost '%s' not allowed"
                    .formatted(asked.exchange(), dialogue.host().name()))
            : dialogue.faultOf(refusal));
  }

  void bind(ExchangeBind asked) {
    binding(asked.destination(), asked.source(), asked.routingKey(), asked.arguments(), asked)
        .ifPresent(
            binding ->
                dialogue.await(
                    dialogue.host().bind(binding, dialogue.link().connection()),
                    asked,
                    bound -> dialogue.reply(asked.noWait(), new ExchangeBindOk())));
  }

  void unbind(ExchangeUnbind asked) {
    binding(asked.destination(), asked.source(), asked.routingKey(), asked.arguments(), asked)
        .ifPresent(
            binding ->
                dialogue.awaitAbsent(
                    dialogue.host().unbind(binding, dialogue.link().connection()),
                    asked,
                    () -> dialogue.reply(asked.noWait(), new ExchangeUnbindOk())));
  }

  /** The binding that is meant, if the client may change it; otherwise that was the end. */
  private Optional<Binding> binding(
      String destination, String source, String key, Headers arguments, Method about) {
    Optional<Fault> refusal =
        destination.isEmpty()
            ? Optional.of(dialogue.faultOf(DEFAULT_EXCHANGE))
            : rights
                .refusalOfExchange(Access.WRITE, destination)
                .or(() -> rights.refusalOfExchange(Access.READ, source))
                .or(() -> rights.refusalOfTopic(Access.READ, source, key));
    refusal.ifPresent(why -> dialogue.fail(why, about));
    return refusal.isPresent()
        ? Optional.empty()
        : Optional.of(
            new Binding(source, DestinationKind.EXCHANGE, destination, key, arguments, false));
  }
}
