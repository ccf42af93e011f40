package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.transport.ReadGate;
import io.millrace.broker.transport.ReadGate.Reason;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of a connection that wait for a loop: what comes after them is held back. More than one
 * where one leads to another. For the connection's thread.
 */
final class Waits {
  private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

  private final ReadGate<?> gate;
  private final Executor thread;
  private final Runnable ended;
  private final java.util.function.Consumer<Throwable> broken;
  private int count;

  /**
   * @param thread the connection's
   * @param ended runs after each of them
   * @param broken is told what is thrown where one goes on
   */
  Waits(
      ReadGate<?> gate,
      Executor thread,
      Runnable ended,
      java.util.function.Consumer<Throwable> broken) {
    this.gate = gate;
    this.thread = thread;
    this.ended = ended;
    this.broken = broken;
  }

  /** Waits until a future is done and {@code then} has run, or {@code failed} if it fails. */
  <T> void add(
      CompletableFuture<T> future,
      java.util.function.Consumer<T> then,
      java.util.function.Consumer<Fault> failed,
      Method method) {
    count++;
    gate.close(Reason.REQUEST);
    CompletableFuture<T> unused =
        future.whenComplete(
            (value, failure) ->
                thread.execute(
                    () -> {
                      try {
                        if (failure == null) {
                          then.accept(value);
                        } else {
                          LOG.error("{} failed", method, failure);
                          failed.accept(Codes.fault(Codes.FAILED, method, "the broker has failed"));
                        }
                      } catch (RuntimeException thrown) {
                        broken.accept(thrown);
                      } finally {
                        end();
                      }
                    }));
  }

  private void end() {
    if (--count == 0) {
      gate.open(Reason.REQUEST);
    }
    ended.run();
  }
}
