package io.millrace.amqp.generator;

/** The text of one Java source, written line by line with its indentation. */
final class JavaSource {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  JavaSource(String packageName, String... imports) {
    line("// Written by the build from the description of the protocol: change that instead.");
    line("package " + packageName + ";");
    line();
    for (String type : imports) {
      line("import " + type + ";");
    }
    if (imports.length > 0) {
      line();
    }
  }

  JavaSource line() {
    text.append('\n');
    return this;
  }

  /** A line that closes a block comes back by one step, one that opens a block goes in by one. */
  JavaSource line(String line) {
    if (line.startsWith("}") || line.startsWith(")")) {
      depth--;
    }
    text.append("  ".repeat(depth)).append(line).append('\n');
    if (line.endsWith("{") || line.endsWith("(")) {
      depth++;
    }
    return this;
  }

  JavaSource override(String signature, String returned) {
    return line().line("@Override").function(signature, returned);
  }

  JavaSource function(String signature, String returned) {
    return line(signature + " {").line("return " + returned + ";").line("}");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
