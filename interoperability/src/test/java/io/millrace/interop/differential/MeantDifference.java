package io.millrace.interop.differential;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is meant to differ, as the table in {@code docs/amqp.md} says with reasons: it is written
 * alike for both sides, or not at all.
 */
final class MeantDifference {
  /** RabbitMQ says it mostly in a term of Erlang, we in words. */
  private static final Pattern WRONG_ARGUMENT =
      Pattern.compile(
          "(?:invalid arg(?: '[^']*')? for|invalid type '[^']*' for arg '[^']*' in)"
              + " queue ('[^']*') in vhost '[^']*'.*");

  private static final Pattern WRONG_PROPERTY =
      Pattern.compile("(invalid expiration '[^']*'|invalid message): .*");

  private static final Pattern WRONG_BINDING =
      Pattern.compile("Invalid x-match field .*|invalid arg for binding .*");

  /** Of RabbitMQ 3.13 and later, and of its quorum queues. */
  private static final Set<String> MORE_HEADERS =
      Set.of(
          "x-last-death-exchange", "x-last-death-queue", "x-last-death-reason", "x-delivery-count");

  private MeantDifference() {}

  static String reply(String text) {
    String argument = WRONG_ARGUMENT.matcher(text).replaceFirst("invalid arg for queue $1");
    String property = WRONG_PROPERTY.matcher(argument).replaceFirst("$1");
    return WRONG_BINDING.matcher(property).replaceFirst("invalid binding");
  }

  static boolean isHeader(String name) {
    return MORE_HEADERS.contains(name);
  }
}
