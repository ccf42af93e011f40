package io.millrace.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every key that was asked for, with the value that holds and where it comes from. What it prints
 * is a configuration that means the same, but for the secrets.
 */
final class EffectiveValues {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_./+$-]([A-Za-z0-9_./%+@:$* -]*[A-Za-z0-9_./%+@$-])?");
  private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^/@:\\s]*:)[^/@\\s]+@");

  /** Names of the user's own choice, of headers and variables, whose values nobody should see. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "authorization|cookie|token|secret|passw|credential|api[-_]?key|private[-_]?key|jaas|keystore[.]key",
          Pattern.CASE_INSENSITIVE);

  private static final int ORIGIN_COLUMN = 44;

  /**
   * @param text as YAML would write it; null when the key has no value and no default
   */
  private record Value(@Nullable String text, Origin origin, boolean isSecret) {}

  private final Map<List<String>, Value> values = new LinkedHashMap<>();

  /** Where a branch of the tree ends there is a value, else there are branches. */
  private static final class Branch {
    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private @Nullable Value value;

    /** Whether it prints no more than comments. */
    private boolean isSilent() {
      return value == null || value.text() == null;
    }

    /** Whether there is a value anywhere below. */
    private boolean isPrintable() {
      return branches.isEmpty()
          ? value != null && value.text() != null
          : branches.values().stream().anyMatch(Branch::isPrintable);
    }
  }

  void put(List<String> path, String text, Origin origin) {
    values.putIfAbsent(path, new Value(quoted(text), origin, false));
  }

  void putSecret(List<String> path, String text, Origin origin) {
    values.putIfAbsent(path, new Value(text, origin, true));
  }

  /** A value under a key of the user's own choice, whose name tells whether it is a secret. */
  void putChosen(List<String> path, String text, Origin origin) {
    if (SECRET_NAME.matcher(path.get(path.size() - 1)).find()) {
      putSecret(path, text, origin);
    } else {
      put(path, text, origin);
    }
  }

  void putList(List<String> path, List<String> texts, Origin origin) {
    String items = String.join(", ", texts.stream().map(EffectiveValues::quotedInList).toList());
    values.putIfAbsent(path, new Value("[" + items + "]", origin, false));
  }

  /** A mapping that is there; it is printed when nothing below it was asked for. */
  void putSection(List<String> path, Origin origin) {
    values.putIfAbsent(path, new Value("{}", origin, false));
  }

  void putAbsent(List<String> path) {
    values.putIfAbsent(path, new Value(null, Origin.DEFAULT, false));
  }

  /**
   * The values below a path, by the rest of their paths, secrets and all: to compare, not to print.
   */
  Map<String, String> below(List<String> prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    values.forEach(
        (path, value) -> {
          if (value.text() != null
              && path.size() > prefix.size()
              && path.subList(0, prefix.size()).equals(prefix)) {
            found.put(String.join(".", path.subList(prefix.size(), path.size())), value.text());
          }
        });
    return found;
  }

  /** YAML that says the same as all sources together, each line with where its value comes from. */
  String print() {
    Branch root = new Branch();
    values.forEach(
        (path, value) -> {
          Branch branch = root;
          for (String part : path) {
            branch = branch.branches.computeIfAbsent(part, key -> new Branch());
          }
          branch.value = value;
        });
    List<String> lines = new ArrayList<>();
    root.branches.forEach((key, branch) -> print(key, branch, "", "", lines));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Prints one branch; its first line begins with {@code first}, the others with {@code indent}.
   */
  private static void print(
      String key, Branch branch, String first, String indent, List<String> lines) {
    Value value = branch.value;
    if (branch.branches.isEmpty()) {
      if (value != null) {
        lines.add(line(first, key, value));
      }
      return;
    }
    boolean isItem = key.startsWith("[");
    if (!branch.isPrintable()) {
      // Only keys without values: a mapping with comments in it would be none at all.
      if (isItem) {
        lines.add(indent + "- {}");
      } else if (value != null && value.text() != null) {
        lines.add(line(first, key, value));
      }
    } else if (!isItem) {
      lines.add(first + quoted(key) + ":");
    }
    String below = indent + "  ";
    String next = isItem ? indent + "- " : below;
    for (Map.Entry<String, Branch> child : branch.branches.entrySet()) {
      boolean isAbsent = !child.getValue().isPrintable() && child.getValue().isSilent();
      String start = child.getKey().startsWith("[") ? indent + "  " : isAbsent ? below : next;
      print(child.getKey(), child.getValue(), start, below, lines);
      next = isAbsent ? next : below;
    }
  }

  private static String line(String first, String key, Value value) {
    if (value.text() == null) {
      return first + "# " + key + ": not set";
    }
    String text =
        value.isSecret() ? "'****'" : PASSWORD_IN_URL.matcher(value.text()).replaceAll("$1****@");
    String line = first + quoted(key) + ": " + text;
    String origin = value.origin().toString().replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}]+", " ");
    return line + " ".repeat(Math.max(2, ORIGIN_COLUMN - line.length())) + "# " + origin;
  }

  private static String quotedInList(String text) {
    return text.contains(",") ? doubleQuoted(text.replace("${", "$${")) : quoted(text);
  }

  /** As it must be written so that reading it gives this text: a plain <code>${</code> is one. */
  private static String quoted(String given) {
    String text = given.replace("${", "$${");
    boolean isPlain =
        PLAIN.matcher(text).matches()
            && !text.contains(": ")
            && !text.startsWith("- ")
            && !List.of("null", "~", "-").contains(text);
    return isPlain ? text : doubleQuoted(text);
  }

  private static String doubleQuoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c == '\n') {
                quoted.append("\\n");
              } else if (Character.isISOControl(c)) {
                quoted.append(String.format("\\x%02x", c));
              } else if (c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
