package io.millrace.broker.vhost;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Typed arguments of a queue, from its declaration, from a policy, or from both. Immutable. */
final class QueueArguments {
  static final QueueArguments NONE = new QueueArguments(new EnumMap<>(QueueArgument.class));

  /** Those of which the lower one counts where declaration and policy both have one. */
  private static final Set<QueueArgument> LOWER_COUNTS =
      EnumSet.of(
          QueueArgument.MESSAGE_TTL,
          QueueArgument.EXPIRES,
          QueueArgument.EMPTY_EXPIRES,
          QueueArgument.MAX_LENGTH,
          QueueArgument.MAX_LENGTH_BYTES,
          QueueArgument.DELIVERY_LIMIT,
          QueueArgument.CONSUMER_TIMEOUT);

  private final Map<QueueArgument, Object> values;

  private QueueArguments(Map<QueueArgument, Object> values) {
    this.values = values;
  }

  /** What is wrong with arguments of a declaration; those not known are carried and ignored. */
  static Optional<String> refusalOf(QueueDefinition asked) {
    Optional<String> wrong = refusalOfEach(asked.arguments(), QueueArgument::argument);
    if (wrong.isPresent()) {
      return wrong;
    }
    QueueArguments read = of(asked.arguments());
    if (read.text(QueueArgument.QUEUE_TYPE).filter("quorum"::equals).isPresent()
        && (!asked.durable() || asked.exclusive() || asked.autoDelete())) {
      return Optional.of("a quorum queue is durable, and neither exclusive nor auto-delete");
    }
    if (read.flag(QueueArgument.MESSAGE_GROUP) && read.flag(QueueArgument.KEY_PATTERNS)) {
      return Optional.of("x-key-patterns goes not with x-message-group");
    }
    boolean lost =
        read.text(QueueArgument.DEAD_LETTER_ROUTING_KEY).isPresent()
            && read.text(QueueArgument.DEAD_LETTER_EXCHANGE).isEmpty();
    return lost
        ? Optional.of("x-dead-letter-routing-key needs x-dead-letter-exchange")
        : Optional.empty();
  }

  /**
   * What is wrong with the keys of a policy; keys of other things than queues are not looked at.
   */
  static Optional<String> refusalOfPolicy(Headers definition) {
    return refusalOfEach(definition, QueueArgument::key);
  }

  /** The arguments of a declaration, which are right. */
  static QueueArguments of(Headers arguments) {
    return arguments.isEmpty() ? NONE : read(arguments, QueueArgument::argument, false);
  }

  /** What a policy, which is right, says about queues. */
  static QueueArguments ofPolicy(Headers definition) {
    return read(definition, QueueArgument::key, true);
  }

  /** These, and what {@code policy} adds; of limits the lower one counts. */
  QueueArguments with(QueueArguments policy) {
    if (policy.values.isEmpty()) {
      return this;
    }
    Map<QueueArgument, Object> both = new EnumMap<>(policy.values);
    values.forEach((argument, own) -> both.merge(argument, own, pick(argument)));
    return new QueueArguments(both);
  }

  private static BiFunction<Object, Object, Object> pick(QueueArgument argument) {
    return (policy, own) ->
        LOWER_COUNTS.contains(argument) && policy instanceof Long a && own instanceof Long b
            ? lower(argument, a, b)
            : own;
  }

  /** A delivery limit of -1 is none. */
  private static Long lower(QueueArgument argument, long a, long b) {
    return argument == QueueArgument.DELIVERY_LIMIT && Math.min(a, b) < 0
        ? Math.max(a, b)
        : Math.min(a, b);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  long number(QueueArgument argument, long absent) {
    return values.get(argument) instanceof Long number ? number : absent;
  }

  boolean flag(QueueArgument argument) {
    return values.get(argument) instanceof Boolean flag && flag;
  }

  Optional<String> text(QueueArgument argument) {
    return Optional.ofNullable((String) values.get(argument));
  }

  private static Optional<String> refusalOfEach(
      Headers headers, Function<QueueArgument, String> nameOf) {
    for (QueueArgument argument : QueueArgument.values()) {
      String name = nameOf.apply(argument);
      @Nullable HeaderValue value = headers.get(name);
      Optional<String> wrong = value == null ? Optional.empty() : argument.refusalOf(value);
      if (wrong.isPresent()) {
        return wrong.map(why -> name + " " + why);
      }
    }
    return Optional.empty();
  }

  private static QueueArguments read(
      Headers headers, Function<QueueArgument, String> nameOf, boolean onlyChangeable) {
    Map<QueueArgument, Object> values = new EnumMap<>(QueueArgument.class);
    for (QueueArgument argument : QueueArgument.values()) {
      HeaderValue value = headers.get(nameOf.apply(argument));
      Object typed = value == null ? null : argument.valueOf(value);
      if (typed != null && (argument.isChangeable() || !onlyChangeable)) {
        values.put(argument, typed);
      }
    }
    return new QueueArguments(values);
  }
}
