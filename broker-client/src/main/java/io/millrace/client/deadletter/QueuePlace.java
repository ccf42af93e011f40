package io.millrace.client.deadletter;

import io.millrace.client.BindOptions;
import io.millrace.client.MillraceClient;
import io.millrace.queue.redrive.LetterPlace;
import io.millrace.queue.redrive.WayBack;
import java.io.IOException;

/** A queue of dead letters. Belongs to one thread. */
final class QueuePlace implements LetterPlace {
  private final MillraceClient client;
  private final BindOptions options;
  private final WayBack wayBack;

  QueuePlace(MillraceClient client, BindOptions options, WayBack wayBack) {
    this.client = client;
    this.options = options;
    this.wayBack = wayBack;
  }

  @Override
  public String description() {
    String key = String.join(", ", options.routingKeys());
    return "queue " + options.queue() + (key.isEmpty() ? "" : " with key " + key);
  }

  @Override
  public QueueWalk walk() throws IOException, InterruptedException {
    return QueueWalk.begin(client, options);
  }

  @Override
  public WayBack wayBack() {
    return wayBack;
  }

  @Override
  public void close() {
    client.close();
  }
}
