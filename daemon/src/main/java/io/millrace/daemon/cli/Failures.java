package io.millrace.daemon.cli;

import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the user hears when a command fails, and with which code the process ends. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    PrintWriter err = command.getErr();
    try {
      if (failure instanceof ConfigException) {
        err.println(failure.getMessage());
        return ExitCode.CONFIG;
      }
      if (failure instanceof DeadLetterException letters) {
        err.println("millrace: " + letters.getMessage());
        return exitCode(letters.kind());
      }
      if (failure instanceof IOException) {
        err.println("millrace: " + Reason.of(failure));
        return ExitCode.UNAVAILABLE;
      }
      err.println("millrace: this is a defect of the program, please report it:");
      failure.printStackTrace(err);
      return ExitCode.INTERNAL;
    } finally {
      err.flush();
    }
  }

  private static int exitCode(DeadLetterException.Kind kind) {
    return switch (kind) {
      case USAGE -> ExitCode.USAGE;
      case NOT_FOUND -> ExitCode.DATA;
      case LOGIN -> ExitCode.LOGIN;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      case TEMPORARY -> ExitCode.TEMPORARY;
    };
  }
}
