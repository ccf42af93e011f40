package io.millrace.broker.redis;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What one journal hands over at once.
 *
 * @param loop the journal's, where the other two are called
 * @param durable once the server has it
 * @param failed if it never will
 */
record Submission(Changes changes, Executor loop, Runnable durable, Consumer<IOException> failed) {
  void tellDurable() {
    loop.execute(durable);
  }

  void tellFailed(IOException why) {
    loop.execute(() -> failed.accept(why));
  }
}
