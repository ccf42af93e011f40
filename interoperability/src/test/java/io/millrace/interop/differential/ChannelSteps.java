package io.millrace.interop.differential;

/** Steps about channels as such. */
final class ChannelSteps {
  private ChannelSteps() {}

  static Step confirm(int line) {
    return Step.of(
        "line %d: confirm.select".formatted(line),
        side -> {
          Line own = side.line(line);
          own.channel().confirmSelect();
          own.confirming();
          return "selected";
        });
  }

  static Step transact(int line) {
    return Step.of(
        "line %d: tx.select".formatted(line),
        side -> {
          Line own = side.line(line);
          own.channel().txSelect();
          own.transacting();
          return "selected";
        });
  }

  static Step commit(int line) {
    return Step.of(
        "line %d: tx.commit".formatted(line),
        side -> {
          side.line(line).channel().txCommit();
          return "committed";
        });
  }

  static Step rollback(int line) {
    return Step.of(
        "line %d: tx.rollback".formatted(line),
        side -> {
          side.line(line).channel().txRollback();
          return "rolled back";
        });
  }

  static Step closeConnection() {
    return Step.of(
        "the other connection: connection.close",
        side -> {
          side.hangUp();
          return "closed";
        });
  }

  static Step close(int line) {
    return Step.of(
        "line %d: channel.close".formatted(line),
        side -> {
          side.hangUp(line);
          return "closed";
        });
  }
}
