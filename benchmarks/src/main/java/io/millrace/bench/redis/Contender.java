package io.millrace.bench.redis;

import java.io.IOException;
import java.util.function.LongSupplier;

/** A way to consume jobs. */
interface Contender {
  String name();

  /** How many jobs it is given, of {@code most}: a slow one needs no million. */
  default long jobs(long most) {
    return most;
  }

  /** Sees to it that there are as many jobs. */
  default void fill(Site site, long jobs, int sizeBytes) throws IOException {
    Filling.fillList(site, jobs, sizeBytes);
  }

  /** Begins to consume, until closed. */
  Running start(Run run) throws Exception;

  /**
   * A contender at work.
   *
   * @param handled how many jobs are done
   * @param clientMicros CPU time of whoever does them
   * @param end ends it
   */
  record Running(LongSupplier handled, LongSupplier clientMicros, AutoCloseable end)
      implements AutoCloseable {
    @Override
    public void close() throws Exception {
      end.close();
    }
  }
}
