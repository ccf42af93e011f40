package io.millrace.queue.redrive;

import io.millrace.queue.Pusher;
import java.util.Optional;

/** How dead letters get back to where they came from. */
public interface WayBack {
  /** Why this one cannot, in words; empty when it can. */
  Optional<String> obstacle(DeadLetter letter);

  /**
   * Takes them there: messages as {@link Revival} makes them, and only those without an obstacle.
   * The caller closes it.
   *
   * @throws Exception when there is no way back for any
   */
  Pusher<byte[]> pusher() throws Exception;
}
