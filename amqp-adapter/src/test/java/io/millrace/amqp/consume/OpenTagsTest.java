package io.millrace.amqp.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amqp.consume.OpenTags.Ack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenTagsTest {
  private final OpenTags tags = new OpenTags();

  @Test
  void settlesABeginningWithOneAck() {
    add(1, 2, 3, 4);

    assertThat(tags.acknowledge(List.of(2L, 1L, 3L))).containsExactly(new Ack(3, true));
    assertThat(tags.acknowledge(List.of(4L))).containsExactly(new Ack(4, false));
  }

  @Test
  void settlesOneByOneWhatIsBehindAnOpenOne() {
    add(1, 2, 3, 4, 5);

    assertThat(tags.acknowledge(List.of(1L, 3L, 5L)))
        .containsExactly(new Ack(1, false), new Ack(3, false), new Ack(5, false));
  }

  @Test
  void namesNoTagThatWasSettledBefore() {
    add(1, 2, 3);
    tags.acknowledge(List.of(3L));
    tags.remove(2);

    assertThat(tags.acknowledge(List.of(1L))).containsExactly(new Ack(1, false));
  }

  /** The broker's books: what acks of random settlements make of them. */
  @Test
  void tellsTheBrokerOfEachExactlyOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      OpenTags ours = new OpenTags();
      TreeSet<Long> broker = new TreeSet<>();
      List<Long> open = new ArrayList<>();
      long next = 1;
      for (int step = 0; step < 20; step++) {
        for (int i = random.nextInt(8); i > 0; i--) {
          broker.add(next);
          ours.add(next);
          open.add(next++);
        }
        Collections.shuffle(open, random);
        List<Long> settled = new ArrayList<>(open.subList(0, random.nextInt(open.size() + 1)));
        open.removeAll(settled);
        for (Ack ack : ours.acknowledge(settled)) {
          assertThat(broker).as("seed " + seed).contains(ack.tag());
          if (ack.isMultiple()) {
            broker.headSet(ack.tag(), true).clear();
          } else {
            broker.remove(ack.tag());
          }
        }
        assertThat(broker).as("seed " + seed).containsExactlyInAnyOrderElementsOf(open);
      }
    }
  }

  private void add(long... some) {
    for (long tag : some) {
      tags.add(tag);
    }
  }
}
