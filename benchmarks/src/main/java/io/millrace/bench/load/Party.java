package io.millrace.bench.load;

import java.io.IOException;

/** A sender or a receiver. */
public interface Party extends AutoCloseable {
  /** Does some of its work, and blocks while there is none. */
  void go() throws IOException;

  /** From any thread: ends {@link #go}. */
  @Override
  void close() throws IOException;
}
