package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class OffsetMapTest {
  @Property(tries = 100)
  void agreesWithAHashMap(@ForAll long seed) {
    Random random = new Random(seed);
    OffsetMap<Integer> map = new OffsetMap<>();
    Map<Long, Integer> expected = new HashMap<>();
    int span = random.nextBoolean() ? 300 : 1_000_000;
    for (int i = 0; i < 3_000; i++) {
      long offset = (long) random.nextInt(span) + (span == 300 ? i : 0);
      switch (random.nextInt(3)) {
        case 0 -> assertThat(map.put(offset, i)).isEqualTo(expected.put(offset, i));
        case 1 -> assertThat(map.remove(offset)).isEqualTo(expected.remove(offset));
        default -> assertThat(map.get(offset)).isEqualTo(expected.get(offset));
      }
      assertThat(map.size()).isEqualTo(expected.size());
    }
    expected.forEach((offset, value) -> assertThat(map.get(offset)).isEqualTo(value));
    Map<Long, Integer> visited = new HashMap<>();
    map.forEach(visited::put);
    assertThat(visited).isEqualTo(expected);
    expected.keySet().forEach(map::remove);
    assertThat(map.isEmpty()).isTrue();
  }
}
