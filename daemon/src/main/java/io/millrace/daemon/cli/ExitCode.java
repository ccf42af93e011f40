package io.millrace.daemon.cli;

/** How the program ends, by the numbers of sysexits.h. */
final class ExitCode {
  /** Done; of a run: everything that was fetched is finished. */
  static final int OK = 0;

  static final int USAGE = 64;

  /** What was named does not exist: a pipeline, a topic, a dead letter. */
  static final int DATA = 65;

  /** A file that a run was to read is not there or may not be read; the others were read. */
  static final int NO_INPUT = 66;

  /** A backend refuses the name or the password. */
  static final int LOGIN = 67;

  /** Something the program needs cannot be had: a port, the state directory. */
  static final int UNAVAILABLE = 69;

  /** A defect of the program. */
  static final int INTERNAL = 70;

  /** Stopped with work given back to its source; nothing is lost. */
  static final int RETURNED = 75;

  /** It may work the next time. */
  static final int TEMPORARY = 75;

  static final int CONFIG = 78;

  /** Added to a signal's number: 130 or 143 when a second signal cut the stop short. */
  static final int SIGNAL = 128;

  private ExitCode() {}
}
