package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.util.List;

/** Whoever uses a {@link Link}, and hears what comes. On its thread. */
interface LinkUser {
  /** Messages have come, all that one read of the socket brought. */
  default void pushed(Link link, List<Frame.Push> messages) {}

  /** A request was answered or refused, and knows it. */
  default void answered(Request request) {}

  /** All that one read of the socket brought has been looked at. */
  default void read() {}

  /** The broker tells of something that answers no request. */
  default void told(Link link, Frame.Fault fault) {}

  /**
   * The connection is gone.
   *
   * @param unanswered what was asked and what waited to be, in order; the user tells who waits
   */
  void lost(Link link, ConnectionLostException why, List<Request> unanswered);
}
