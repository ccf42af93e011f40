package io.millrace.daemon.cli;

import io.millrace.daemon.deadletter.LetterListing.Format;
import picocli.CommandLine.Option;

/** How dead letters and delayed jobs are shown: {@code --format}. */
final class DlqFormat {
  @Option(
      names = {"-f", "--format"},
      defaultValue = "table",
      description = "table or json; ${DEFAULT-VALUE} by default.")
  private Format format = Format.table;

  Format value() {
    return format;
  }
}
