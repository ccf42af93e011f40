package io.millrace.testkit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * The promises that virtual threads could break, kept with consumers on virtual threads. Used as
 * {@link QueueContract}.
 */
public abstract class VirtualThreadContract extends ContractCase
    implements DeliveryContract, OrderContract, StopContract, HandlerContract {
  @BeforeEach
  final void needsVirtualThreads() {
    Assumptions.assumeTrue(
        Runtime.version().feature() >= 21, "virtual threads need Java 21 or later");
  }

  @Override
  final boolean usesVirtualThreads() {
    return true;
  }
}
