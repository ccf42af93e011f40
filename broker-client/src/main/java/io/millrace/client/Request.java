package io.millrace.client;

import io.millrace.client.codec.Frame;

/** A frame that the broker answers, and who waits for it. */
interface Request {
  Frame frame();

  /** On the connection's thread. */
  void answered(Frame reply);

  /** The broker does not do it. On the connection's thread. */
  void refused(RefusedException why);

  /** There will be no answer. */
  void lost(ConnectionLostException why);
}
