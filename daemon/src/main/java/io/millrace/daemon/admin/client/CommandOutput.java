package io.millrace.daemon.admin.client;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** How the commands of this package print. */
final class CommandOutput {
  private CommandOutput() {}

  static void print(CommandSpec spec, String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  /** Says on the error stream what went wrong and what to do; answers the exit code. */
  static int report(CommandSpec spec, AdminFailure failure) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("millrace: " + Cell.printable(String.valueOf(failure.getMessage())));
    if (!failure.remedy().isEmpty()) {
      err.println("  " + Cell.printable(failure.remedy()));
    }
    err.flush();
    return failure.exitCode();
  }
}
