package io.millrace.broker.vhost;

import java.util.concurrent.CompletableFuture;

/** Messages on their way from one queue to others. From any thread; nothing blocks. */
public interface Move {
  /** What has happened so far. */
  MoveReport progress();

  /** Ends it soon; what has been moved stays where it is. Harmless when it has ended. */
  void cancel();

  /**
   * Done when it has ended, on a loop's thread; fails with what {@link MoveOptions#which} has
   * thrown.
   */
  CompletableFuture<MoveReport> end();
}
