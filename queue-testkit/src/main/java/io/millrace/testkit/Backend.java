package io.millrace.testkit;

import java.time.Duration;

/**
 * The adapter under test, together with a backend to try it on.
 *
 * <p>Made once for each test and closed after it; what is expensive, such as a server, is better
 * kept by the test class.
 */
public interface Backend extends AutoCloseable {

  /** What the tests may ask for. */
  Features features();

  /** A new, empty destination that no other test knows. */
  Destination create() throws Exception;

  /** How long a test waits for what should happen, before it fails. */
  default Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** How many messages the tests under load publish. */
  default int load() {
    return 600;
  }

  /**
   * How many messages a crash may deliver again although they were settled, because the adapter
   * writes settlements in groups; beside those in flight.
   */
  default int unwrittenSettlements() {
    return 0;
  }

  /**
   * How long a lease lasts; for the feature {@link Feature#LEASE}. A second or so makes quick and
   * steady tests.
   */
  default Duration lease() {
    throw new UnsupportedOperationException("declare lease with the feature LEASE");
  }

  @Override
  default void close() throws Exception {}
}
