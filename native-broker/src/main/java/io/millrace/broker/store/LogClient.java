package io.millrace.broker.store;

import java.io.IOException;

/** Whoever has records in a batch of the log. All calls come on its owner's loop. */
interface LogClient {

  /**
   * Its records of the batch now have their place: {@code position} is that of the batch's first
   * byte.
   */
  void placed(long position);

  /** Its commands up to this one, by its own count, are durable. */
  void durable(long upTo);

  /** The log is unusable: nothing of this client becomes durable any more. */
  void failed(IOException cause);
}
