package io.millrace.bench.amqp.server;

import io.millrace.bench.amqp.Target;
import io.millrace.bench.load.ProcessTree;

/**
 * A broker in a process of its own, at a free port, with data of its own that are gone once it is
 * closed. One thread at a time.
 */
public interface Server extends AutoCloseable {
  /** Who it says it is, with its version. */
  String product();

  /** Where it takes clients, and how they log in. */
  Target target();

  /** It and what it has started. */
  default ProcessTree process() {
    return target().process();
  }

  @Override
  void close();
}
