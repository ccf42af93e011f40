package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.ConsumerTarget;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.Refusal;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.Subscription;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has queues come into being when somebody who may do so names them. For any thread. */
final class Queues {
  private static final int LONGEST_NAME_BYTES = 255;
  private static final int MOST_TRIES = 5;

  private final VirtualHost host;
  private final QueueRules rules;
  private final long connection;

  Queues(VirtualHost host, QueueRules rules, long connection) {
    this.host = host;
    this.rules = rules;
    this.connection = connection;
  }

  /** Why one may not; empty if one may. */
  static Optional<Fault> refusal(Identity who, Access access, String hostedName, Method method) {
    if (hostedName.getBytes(UTF_8).length > LONGEST_NAME_BYTES) {
      return Optional.of(
          Codes.fault(Codes.BAD_REQUEST, method, "queue and routing key are too long together"));
    }
    return who.may(access, hostedName) ? Optional.empty() : Optional.of(denied(method));
  }

  /** Sees to it that the queue is there, if {@code who} may have it made; empty if it is. */
  CompletableFuture<Optional<Fault>> open(Identity who, String hostedName, Method method) {
    CompletableFuture<Answer<QueueFacts>> there =
        who.may(Access.CONFIGURE, hostedName)
            ? declare(rules.definitions(hostedName))
            : host.queue(hostedName, connection);
    return there.thenApply(
        answer -> answer.refusal().filter(Queues::isRefusal).map(why -> fault(why, method)));
  }

  private static Fault fault(Refusal refusal, Method method) {
    return refusal instanceof Refusal.NotFound ? denied(method) : Codes.of(refusal, method);
  }

  /** As {@link #open}, for somebody who wants messages, maybe those only that patterns take. */
  CompletableFuture<Optional<Fault>> openToRead(Identity who, String hostedName) {
    CompletableFuture<Optional<Fault>> opened = open(who, hostedName, Method.BIND);
    return rules.of(QueueAddress.queueOf(hostedName)).keyPatterns()
        ? opened.thenCompose(
            fault ->
                fault.isPresent()
                    ? CompletableFuture.completedFuture(fault)
                    : host.queue(hostedName, connection).thenApply(Queues::patternsRefusal))
        : opened;
  }

  /** Why nobody can choose by patterns; empty if one can, or the queue has just gone. */
  private static Optional<Fault> patternsRefusal(Answer<QueueFacts> answer) {
    return answer
        .value()
        .map(QueueFacts::definition)
        .filter(queue -> !QueueRules.hasKeyPatterns(queue.arguments()))
        .map(
            queue ->
                Codes.fault(
                    Codes.CONFLICT,
                    Method.BIND,
                    "queue '%s' was made without key patterns".formatted(queue.name())));
  }

  /** Sees to it that the queue is there, and takes its messages to {@code target}. */
  CompletableFuture<SubscribeOutcome> subscribe(
      Identity who, String hostedName, SubscribeOptions options, ConsumerTarget target) {
    return subscribe(who, hostedName, options, target, MOST_TRIES);
  }

  /** Once more if the queue has gone between, since nobody used it. */
  private CompletableFuture<SubscribeOutcome> subscribe(
      Identity who,
      String hostedName,
      SubscribeOptions options,
      ConsumerTarget target,
      int triesLeft) {
    return openToRead(who, hostedName)
        .thenCompose(
            fault ->
                fault.isPresent()
                    ? CompletableFuture.completedFuture(
                        new SubscribeOutcome(fault, Optional.empty()))
                    : host.subscribe(hostedName, options, target)
                        .thenCompose(
                            answer ->
                                triesLeft > 1 && isNotFound(answer)
                                    ? subscribe(who, hostedName, options, target, triesLeft - 1)
                                    : CompletableFuture.completedFuture(
                                        SubscribeOutcome.of(answer))));
  }

  private static boolean isNotFound(Answer<Subscription> answer) {
    return answer.refusal().filter(why -> why instanceof Refusal.NotFound).isPresent();
  }

  /** One after another, as far as they are not refused. */
  private CompletableFuture<Answer<QueueFacts>> declare(List<QueueDefinition> definitions) {
    CompletableFuture<Answer<QueueFacts>> first = host.declareQueue(definitions.get(0), connection);
    List<QueueDefinition> others = definitions.subList(1, definitions.size());
    return others.isEmpty()
        ? first
        : first.thenCompose(
            answer ->
                answer.refusal().filter(Queues::isRefusal).isPresent()
                    ? CompletableFuture.completedFuture(answer)
                    : declare(others));
  }

  /** Somebody may have declared it as something else, and that is as good. */
  private static boolean isRefusal(Refusal refusal) {
    return !(refusal instanceof Refusal.Differs);
  }

  private static Fault denied(Method method) {
    return Codes.fault(Codes.FORBIDDEN, method, "access refused");
  }
}
