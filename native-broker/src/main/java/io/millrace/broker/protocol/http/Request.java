package io.millrace.broker.protocol.http;

import io.millrace.broker.protocol.moonmq.Caller;
import io.millrace.broker.protocol.moonmq.Identity;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;

/** A whole request. */
final class Request {
  private final Incoming incoming;
  private final Caller caller;
  private final EventExecutor thread;

  /**
   * @param thread of the connection
   */
  Request(Incoming incoming, Caller caller, EventExecutor thread) {
    this.incoming = incoming;
    this.caller = caller;
    this.thread = thread;
  }

  String method() {
    return incoming.head().method().name();
  }

  Target target() {
    return incoming.target();
  }

  byte[] body() {
    return incoming.body();
  }

  /** Who asks; empty at an endpoint that asks nobody. */
  Optional<Identity> who() {
    return incoming.who();
  }

  /** To publish and to take messages with. */
  Caller caller() {
    return caller;
  }

  EventExecutor thread() {
    return thread;
  }
}
