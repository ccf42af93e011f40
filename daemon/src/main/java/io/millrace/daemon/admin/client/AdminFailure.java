package io.millrace.daemon.admin.client;

/** A request that did not lead to what was asked for; the message is what the operator reads. */
final class AdminFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String remedy;

  AdminFailure(int exitCode, String message, String remedy) {
    super(message);
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  int exitCode() {
    return exitCode;
  }

  /** What to do about it; may be empty. */
  String remedy() {
    return remedy;
  }
}
