package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.channel.Channel;
import io.millrace.queue.metrics.QueueMeters;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeldCallTest {
  private static final int DELIVERIES = 1_000_000;
  private static final int AT_ONCE = 4;

  private final Core<Integer> core =
      new Core<>(
          Queue.<Integer>builder("held")
              .producers(
                  1,
                  index -> {
                    throw new AssertionError("it is not started");
                  })
              .consumers(() -> message -> Outcome.ack())
              .toConfig(),
          EngineTime.system(),
          new SplittableRandom(0),
          QueueMeters.NONE);
  private final Channel<Delivery<Integer>> channel = core.channel;
  private final CallSlot<Integer> slot = new CallSlot<>();
  private final Run<Integer> run = new Run<>(AT_ONCE);
  private final InHand<Integer> inHand = new InHand<>(channel, slot, run, new Outbox<>(core));
  private final BitSet seen = new BitSet();
  private int doubles;

  /** Calls that take nothing follow each other as fast as they can while another takes away. */
  @Test
  void whatIsTakenFromAWorkerInACallIsHandledOnceByItOrByOthers() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread taker =
        new Thread(
            () -> {
              while (!done.get()) {
                takeAway();
              }
            });
    taker.start();
    work();
    done.set(true);
    taker.join();
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<Integer>[] rest = new Delivery[16];
    for (int count = channel.poll(rest, 16); count > 0; count = channel.poll(rest, 16)) {
      for (int i = 0; i < count; i++) {
        handle(rest[i]);
      }
    }
    assertThat(doubles).as("handled twice").isZero();
    assertThat(seen.cardinality()).isEqualTo(DELIVERIES);
  }

  private void takeAway() {
    Delivery<Integer>[] call = slot.current();
    if (call != null) {
      inHand.relieve(call);
    }
  }

  private void work() {
    int made = 0;
    while (true) {
      Delivery<Integer>[] array = run.array();
      int count = channel.poll(array, AT_ONCE);
      if (count == 0 && made == DELIVERIES) {
        return;
      }
      while (count < AT_ONCE && made < DELIVERIES) {
        array[count++] = new Delivery<>(null, Message.of(made++), null, 0);
      }
      run.open(count);
      for (Delivery<Integer> next = run.claim(); next != null; next = run.claim()) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Delivery<Integer>[] call = new Delivery[] {next};
        slot.open(call);
        slot.begin(CallSlot.Kind.HANDLER, 0);
        handle(next);
        assertThat(slot.close(call)).isTrue();
      }
    }
  }

  private void handle(Delivery<Integer> delivery) {
    int number = delivery.message.payload();
    doubles += seen.get(number) ? 1 : 0;
    seen.set(number);
  }
}
