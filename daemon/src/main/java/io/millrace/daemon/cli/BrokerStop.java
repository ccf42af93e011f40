package io.millrace.daemon.cli;

import io.millrace.daemon.broker.RunningBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns signals into the end of a broker: the first closes it in order, the second does not wait
 * for that.
 *
 * <p><b>Threads:</b> any; {@link #request} blocks until the broker is closed.
 */
final class BrokerStop {
  private final Logger log = LoggerFactory.getLogger(BrokerStop.class);
  private final RunningBroker broker;
  private final Duration within;
  private final StopSignals signals = new StopSignals();

  /** The exit code, once the broker is closed or nobody waits for that any more. */
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  BrokerStop(RunningBroker broker, Duration within) {
    this.broker = broker;
    this.within = within;
  }

  void request(int signal) {
    String name = StopSignals.nameOf(signal);
    switch (signals.heard()) {
      case FIRST -> {
        log.info(
            "{}: closing connections and making all durable, for up to {} s; once more stops at once",
            name,
            within.toSeconds());
        close();
      }
      case AGAIN -> {
        log.warn("{} again: stopping at once; what was confirmed is on the disk", name);
        ended.complete(ExitCode.SIGNAL + signal);
      }
      case SAME -> {}
    }
  }

  private void close() {
    try {
      broker.close();
      ended.complete(ExitCode.OK);
    } catch (IOException e) {
      log.error("{}", e.getMessage(), e);
      ended.complete(ExitCode.INTERNAL);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  /**
   * Closes the broker when the process ends in another way than by a signal we hear of, and keeps
   * it alive meanwhile.
   */
  Thread atExit() {
    return new Thread(
        () -> {
          if (!ended.isDone() && signals.isFirst()) {
            close();
          }
        },
        "millrace-exit");
  }

  /** Waits until the broker has ended, and answers the exit code. */
  int await(Thread atExit) {
    try {
      return ended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException defect ? defect : e;
    } finally {
      forget(atExit);
    }
  }

  private void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      log.debug("the process is ending already", e);
    }
  }
}
