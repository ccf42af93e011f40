package io.millrace.amqp.deadletter;

import io.millrace.amqp.connection.ConnectionShare;
import io.millrace.queue.redrive.LetterPlace;
import io.millrace.queue.redrive.WayBack;
import java.io.IOException;

/** A queue of dead letters. Belongs to one thread. */
final class QueuePlace implements LetterPlace {
  private final ConnectionShare connection;
  private final String queue;
  private final WayBack wayBack;

  QueuePlace(ConnectionShare connection, String queue, WayBack wayBack) {
    this.connection = connection;
    this.queue = queue;
    this.wayBack = wayBack;
    connection.join();
  }

  @Override
  public String description() {
    return "queue " + queue;
  }

  @Override
  public QueueWalk walk() throws IOException, InterruptedException {
    return QueueWalk.begin(connection.open(), queue);
  }

  @Override
  public WayBack wayBack() {
    return wayBack;
  }

  @Override
  public void close() {
    connection.leave();
  }
}
