package io.millrace.daemon.admin.client;

/** How a command ends, by the numbers of sysexits.h. */
final class ExitCode {
  static final int OK = 0;
  static final int USAGE = 64;

  /** No such pipeline, or one that cannot do this any more. */
  static final int DATA = 65;

  static final int LOGIN = 67;
  static final int UNAVAILABLE = 69;
  static final int INTERNAL = 70;

  /** It may work the next time. */
  static final int TEMPORARY = 75;

  private ExitCode() {}
}
