package io.millrace.daemon.admin.client;

/** Colours and weights of text on a terminal, or none of them. */
enum Paint {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  HEADING("7"),
  GREEN("32"),
  YELLOW("33"),
  RED("1;31"),
  CYAN("36");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  String on(String text, boolean isColoured) {
    return isColoured && !code.isEmpty() && !text.isEmpty()
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }
}
