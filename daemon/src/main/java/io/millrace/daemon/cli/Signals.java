package io.millrace.daemon.cli;

import java.util.function.IntConsumer;

/** The signals the operating system sends to a process. */
interface Signals {
  int INTERRUPT = 2;
  int TERMINATE = 15;

  /**
   * From now on {@code onStop} is called with the signal's number for each SIGINT and SIGTERM, and
   * {@code onReload} for each SIGHUP, each call by a thread of its own.
   */
  void listen(IntConsumer onStop, Runnable onReload);
}
