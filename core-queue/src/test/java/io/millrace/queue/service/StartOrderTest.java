package io.millrace.queue.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StartOrderTest {
  @Property(tries = 300)
  void everyNameStandsOnceAndAfterThoseItDependsOn(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 99) Integer> edges) {
    // A number encodes an edge from a higher of ten names to a lower one, so there is no circle.
    StartOrder order = new StartOrder();
    for (int i = 9; i >= 0; i--) {
      order.add("s" + i);
    }
    edges.stream()
        .filter(edge -> edge / 10 > edge % 10)
        .forEach(edge -> order.dependOn("s" + edge / 10, "s" + edge % 10));

    List<String> names = order.order();

    assertThat(names).hasSize(10).doesNotHaveDuplicates();
    for (int edge : Set.copyOf(edges)) {
      if (edge / 10 > edge % 10) {
        assertThat(names.indexOf("s" + edge % 10)).isLessThan(names.indexOf("s" + edge / 10));
      }
    }
  }
}
