package io.millrace.amqp.generator;

import java.util.Locale;
import java.util.Set;

/** The names of the description as Java writes them. */
final class Names {
  /** Words of Java, and what every method tells of itself. */
  private static final Set<String> TAKEN =
      Set.of("return", "class", "default", "interface", "id", "classId", "methodId");

  private Names() {}

  /** {@code queue-declare} as {@code QueueDeclare}. */
  static String type(String name) {
    StringBuilder type = new StringBuilder();
    for (String word : name.split("-")) {
      type.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return type.toString();
  }

  /**
   * {@code auto-delete} as {@code autoDelete}.
   *
   * @throws IllegalArgumentException if a field cannot have that name
   */
  static String variable(String name) {
    String type = type(name);
    String variable = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    if (TAKEN.contains(variable)) {
      throw new IllegalArgumentException("no field can have the name " + name);
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
