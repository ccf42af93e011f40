package io.millrace.daemon.testparts;

import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code test-gate}: every call waits for a gate that has the name {@code gate}, or for none; then
 * it does {@code then}.
 */
public final class GateHandlerType implements HandlerType {
  private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
  private static final Map<String, AtomicLong> ENTERED = new ConcurrentHashMap<>();

  /** Lets the calls of a gate go on, now and later. */
  public static void open(String gate) {
    GATES.computeIfAbsent(gate, name -> new CountDownLatch(1)).countDown();
  }

  /** How many calls have come to a gate. */
  public static long entered(String gate) {
    return ENTERED.computeIfAbsent(gate, name -> new AtomicLong()).get();
  }

  enum Then {
    ACK,
    DEAD_LETTER
  }

  @Override
  public String name() {
    return "test-gate";
  }

  @Override
  public Handler configure(Options options, PipelineContext context) {
    String gate = options.text("gate", "");
    Then then = options.choice("then", Then.class, Then.ACK);
    return new Handler() {
      @Override
      public String description() {
        return "gate " + gate;
      }

      @Override
      public QueueConfig.Handler<byte[]> consumers() {
        return new QueueConfig.Single<>(
            ConsumerFactory.shared(
                message -> {
                  if (!gate.isEmpty()) {
                    ENTERED.computeIfAbsent(gate, name -> new AtomicLong()).incrementAndGet();
                    GATES.computeIfAbsent(gate, name -> new CountDownLatch(1)).await();
                  }
                  return then == Then.ACK ? Outcome.ack() : Outcome.deadLetter("the test wants it");
                }));
      }
    };
  }
}
