package io.millrace.broker.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConfirmWindowTest {
  private static final Message MESSAGE = TestHost.message("", "q", "m");

  private final Map<Long, String> told = new TreeMap<>();

  @Property(tries = 100)
  void tellsOfEveryNumberOnceAndOnlyWhenAllHaveAnswered(@ForAll long seed) {
    Random random = new Random(seed);
    ConfirmWindow window = new ConfirmWindow();
    Map<Long, String> expected = new HashMap<>();
    List<Long> awaited = new ArrayList<>();
    Set<Long> refused = new HashSet<>();
    Set<Long> taken = new HashSet<>();
    told.clear();
    for (int step = 0; step < 600; step++) {
      if (awaited.isEmpty() || random.nextInt(5) < 2) {
        publish(window, random.nextInt(4), awaited, expected);
      } else {
        long sequence = awaited.remove(random.nextInt(Math.min(awaited.size(), 50)));
        switch (random.nextInt(10)) {
          case 0 -> {
            refused.add(sequence);
            window.answer(sequence, PublishRefusal.QUEUE_FULL);
          }
          case 1, 2, 3 -> window.leave(sequence, MESSAGE);
          default -> {
            taken.add(sequence);
            window.answer(sequence, null);
          }
        }
        if (!awaited.contains(sequence)) {
          expected.put(
              sequence,
              refused.contains(sequence)
                  ? "refused"
                  : taken.contains(sequence) ? "confirmed" : "returned");
        }
      }
      if (random.nextInt(8) == 0) {
        window.tell(new Recorder(window));
        assertThat(told).isEqualTo(expected);
      }
    }
  }

  private static void publish(
      ConfirmWindow window, int loops, List<Long> awaited, Map<Long, String> expected) {
    long sequence = window.open();
    for (int n = 0; n < loops; n++) {
      window.await(sequence);
      awaited.add(sequence);
    }
    if (loops == 0) {
      window.finishAtOnce(sequence);
      expected.put(sequence, "confirmed");
    }
  }

  /** What a client would know. */
  private final class Recorder implements ConfirmSink {
    private final ConfirmWindow window;

    Recorder(ConfirmWindow window) {
      this.window = window;
    }

    @Override
    public void confirmed(long sequence, boolean multiple) {
      assertThat(sequence).isLessThanOrEqualTo(window.lastSequence());
      if (multiple) {
        for (long each = 1; each <= sequence; each++) {
          told.putIfAbsent(each, "confirmed");
        }
      } else {
        assertThat(told.put(sequence, "confirmed")).as("%d", sequence).isNull();
      }
    }

    @Override
    public void refused(long sequence, PublishRefusal why) {
      assertThat(told.put(sequence, "refused")).as("%d", sequence).isNull();
    }

    @Override
    public void returned(long sequence, Message message) {
      assertThat(message).isSameAs(MESSAGE);
      assertThat(told.put(sequence, "returned")).as("%d", sequence).isNull();
    }
  }
}
