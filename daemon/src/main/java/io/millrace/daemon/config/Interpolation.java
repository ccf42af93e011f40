package io.millrace.daemon.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:default}</code> by environment variables; <code>
 * $${</code> stands for <code>${</code>. What is put in is not looked at again.
 */
final class Interpolation {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:([^}]*))?}|\\$\\{");

  private final Map<String, String> environment;

  Interpolation(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The text with its variables replaced.
   *
   * @throws IllegalArgumentException when a variable is not set and has no default, or is not
   *     written rightly
   */
  String replace(String text) {
    if (!text.contains("${")) {
      return text;
    }
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder replaced = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(replaced, Matcher.quoteReplacement(value(matcher)));
    }
    return matcher.appendTail(replaced).toString();
  }

  /** Whether {@link #replace} would look at the environment for this text. */
  static boolean hasVariable(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        return true;
      }
    }
    return false;
  }

  private String value(Matcher matcher) {
    if (matcher.group().equals("$${")) {
      return "${";
    }
    String name = matcher.group(1);
    if (name == null) {
      throw new IllegalArgumentException(
          "'${' needs a name and a '}': write ${NAME}, ${NAME:default}, or $${ for a plain ${");
    }
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(matcher.group(3)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the environment variable "
                        + name
                        + " is not set; set it, or give a default: ${"
                        + name
                        + ":default}"));
  }
}
