package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import io.millrace.queue.channel.Channel;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunTest {
  private static final int DELIVERIES = 2_000_000;

  /** Runs of equal length follow each other as fast as they can while another gives back. */
  @Test
  void givesBackEachDeliveryOrHandsItOutNeverBothAndNeverNeither() throws Exception {
    Channel<Delivery<Integer>> channel = new Channel<>(16);
    Run<Integer> run = new Run<>(4);
    AtomicBoolean done = new AtomicBoolean();
    Thread giver =
        new Thread(
            () -> {
              while (!done.get()) {
                run.giveBack(channel);
              }
            });
    giver.start();
    BitSet seen = new BitSet();
    int doubles = 0;
    int made = 0;
    while (true) {
      Delivery<Integer>[] array = run.array();
      int count = channel.poll(array, 4);
      if (count == 0 && made == DELIVERIES) {
        break;
      }
      while (count < 4 && made < DELIVERIES) {
        array[count++] = new Delivery<>(null, Message.of(made++), null, 0);
      }
      run.open(count);
      for (Delivery<Integer> next = run.claim(); next != null; next = run.claim()) {
        int number = next.message.payload();
        doubles += seen.get(number) ? 1 : 0;
        seen.set(number);
      }
    }
    done.set(true);
    giver.join();
    @SuppressWarnings({"unchecked", "rawtypes"})
    Delivery<Integer>[] rest = new Delivery[16];
    for (int count = channel.poll(rest, 16); count > 0; count = channel.poll(rest, 16)) {
      for (int i = 0; i < count; i++) {
        int number = rest[i].message.payload();
        doubles += seen.get(number) ? 1 : 0;
        seen.set(number);
      }
    }
    assertThat(doubles).as("handed out twice").isZero();
    assertThat(seen.cardinality()).as("handed out at all").isEqualTo(DELIVERIES);
  }
}
