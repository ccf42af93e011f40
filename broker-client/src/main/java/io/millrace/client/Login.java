package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * How a client shows who it is: a mechanism.
 *
 * <p><b>Threads:</b> any.
 */
interface Login {
  /** Begins the dialogue of one connection. */
  Dialogue begin();

  /** What one connection says, one after the other. */
  interface Dialogue {
    /** What the client says first. */
    Frame.Auth first();

    /**
     * The broker has answered, and does not let the client in yet.
     *
     * @return what the client says next; fails with an {@link IOException} if the broker is not to
     *     be trusted, or says what makes no sense here. Takes its time on another thread
     */
    CompletionStage<Frame.Auth> next(Frame.AuthOk answer);

    /**
     * The broker lets the client in.
     *
     * @throws IOException if it has not shown that it knows the user
     */
    void letIn(Frame.AuthOk answer) throws IOException;
  }
}
