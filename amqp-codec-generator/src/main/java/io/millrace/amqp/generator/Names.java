package io.millrace.amqp.generator;

import java.util.Locale;
import java.util.Set;

/** The names of the description as Java writes them. */
final class Names {
  /** Names of fields that Java keeps for itself. */
  private static final Set<String> KEPT = Set.of("return", "class", "default", "interface");

  private Names() {}

  /** {@code queue-declare} as {@code QueueDeclare}. */
  static String type(String name) {
    StringBuilder type = new StringBuilder();
    for (String word : name.split("-")) {
      type.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return type.toString();
  }

  /** {@code auto-delete} as {@code autoDelete}. */
  static String variable(String name) {
    String type = type(name);
    String variable = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    if (KEPT.contains(variable)) {
      throw new IllegalArgumentException(name + " is a word of Java");
    }
    return variable;
  }

  /** {@code frame-error} as {@code FRAME_ERROR}. */
  static String constant(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The record of a method: {@code BasicPublish}. */
  static String record(Description.MethodClass owner, Description.Method method) {
    return type(owner.name()) + type(method.name());
  }

  /** The interface of a class's methods: {@code BasicMethod}. */
  static String family(Description.MethodClass owner) {
    return type(owner.name()) + "Method";
  }
}
