package io.millrace.broker.vhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** What a declaration of a queue must not say, whatever queues there are. */
final class DeclarationRules {
  private static final int LONGEST_NAME_BYTES = 255;

  private DeclarationRules() {}

  static Optional<Refusal> refusal(QueueDefinition asked) {
    return (asked.name().getBytes(UTF_8).length > LONGEST_NAME_BYTES
            ? Optional.of("the name is longer than " + LONGEST_NAME_BYTES + " bytes")
            : QueueArguments.refusalOf(asked))
        .map(why -> new Refusal.Invalid(Refusal.Kind.QUEUE, asked.name(), why));
  }

  /** Why a queue of a client cannot be made with that name; one that is there is another matter. */
  static Optional<Refusal> refusalOfName(QueueDefinition asked) {
    return ReservedNames.include(asked.name())
        ? Optional.of(
            new Refusal.Reserved(Refusal.Kind.QUEUE, asked.name(), "'amq.' names are the broker's"))
        : Optional.empty();
  }
}
