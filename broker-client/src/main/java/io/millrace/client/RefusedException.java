package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;

/** The broker does not do what it was asked, and says why. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_LARGE = 413;

  private final int code;

  RefusedException(Frame.Fault fault) {
    super(fault.text() + " (" + fault.code() + ")");
    code = fault.code();
  }

  /** Why, as HTTP has it; see {@code docs/native-protocol.md}. */
  public int code() {
    return code;
  }

  /** Whether asking again leads to the same answer, until somebody changes something. */
  public boolean isLasting() {
    return code == BAD_REQUEST || code == UNAUTHORIZED || code == FORBIDDEN;
  }

  /** Whether it is about a frame as such, for which the broker ends the connection. */
  boolean isOfFrame() {
    return code == BAD_REQUEST || code == TOO_LARGE;
  }
}
