package io.millrace.broker.protocol.amqp.connection;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other threads have a connection do, on its own thread. Those that wait together are one turn
 * of the connection, with one flush at its end.
 *
 * <p><b>Threads:</b> {@link #add} any, the rest is the connection's.
 */
final class Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

  private final EventLoop loop;
  private final Connection connection;

  /** Whether the end of a turn is due when the tasks have run that wait for the loop. */
  private boolean turnDue;

  /** Whose tasks they are. */
  interface Connection {
    /** All that there was is done. */
    void endTurn();

    /** A task, or the end of a turn, has found an error of the client. */
    void fail(ConnectionError error);

    /** A task, or the end of a turn, has failed. */
    void defect(Throwable defect);
  }

  Tasks(EventLoop loop, Connection connection) {
    this.loop = loop;
    this.connection = connection;
  }

  /** Runs a task, later; nothing happens if the connection's thread has ended. */
  void add(Runnable task) {
    try {
      loop.execute(() -> run(task));
    } catch (RejectedExecutionException stopped) {
      // Connections are closed before their threads end: all that was held has gone back.
      LOG.debug("too late for a connection", stopped);
    }
  }

  private void run(Runnable task) {
    guarded(task);
    if (!turnDue) {
      turnDue = true;
      loop.execute(this::endOwnTurn);
    }
  }

  private void endOwnTurn() {
    turnDue = false;
    endTurn();
  }

  /** All that has come for now was looked at: ends the connection's turn. */
  void endTurn() {
    guarded(connection::endTurn);
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (ConnectionError error) {
      connection.fail(error);
    } catch (RuntimeException defect) {
      connection.defect(defect);
    }
  }
}
