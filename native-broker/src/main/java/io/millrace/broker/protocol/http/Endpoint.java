package io.millrace.broker.protocol.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that is asked for by its path. */
interface Endpoint {
  /** The methods that it knows. */
  List<String> methods();

  /** Whether one has to log in where the broker asks for that. */
  boolean asksWho();

  /**
   * Answers, on the connection's thread. The future may be done by any thread; it is cancelled when
   * the client has gone.
   *
   * @throws BadRequestException if the request makes no sense
   */
  CompletableFuture<Response> answer(Request request) throws BadRequestException;
}
