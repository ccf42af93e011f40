package io.millrace.interop.differential;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is meant to differ, as the table in {@code docs/amqp.md} says with reasons: it is written
 * alike for both sides, or not at all.
 */
final class MeantDifference {
  /** RabbitMQ says it in a term of Erlang, we in words. */
  private static final Pattern WRONG_ARGUMENT =
      Pattern.compile("invalid arg(?: '[^']*')? for queue ('[^']*') in vhost '[^']*': .*");

  /** Of RabbitMQ 3.13 and later, and of its quorum queues. */
  private static final Set<String> MORE_HEADERS =
      Set.of(
          "x-last-death-exchange", "x-last-death-queue", "x-last-death-reason", "x-delivery-count");

  private MeantDifference() {}

  static String reply(String text) {
    return WRONG_ARGUMENT.matcher(text).replaceFirst("invalid arg for queue $1");
  }

  static boolean isHeader(String name) {
    return MORE_HEADERS.contains(name);
  }
}
