package io.millrace.daemon.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says, at once. */
final class CommandOutput {
  private CommandOutput() {}

  /** Its result, to who may read it from a pipe. */
  static void print(CommandSpec spec, String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** A line for the person who called it. */
  static void say(CommandSpec spec, String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
