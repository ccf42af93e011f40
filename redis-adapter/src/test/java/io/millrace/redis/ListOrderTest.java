package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListOrderTest {
  @Test
  void asksInTheOrderOfTheNamesWhenStrict() {
    ListOrder order = ListOrder.strict(3);
    assertThat(order.next()).containsExactly(0, 1, 2);
    assertThat(order.next()).containsExactly(0, 1, 2);
  }

  @Test
  void beginsWithEachAsOftenAsItsWeightSaysAndEvenlySpread() {
    ListOrder order = ListOrder.weighted(List.of(5, 1, 1));
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      List<Integer> next = order.next();
      assertThat(next).containsExactlyInAnyOrder(0, 1, 2);
      firsts.add(next.get(0));
    }
    assertThat(firsts.stream().filter(first -> first == 0)).hasSize(10);
    assertThat(firsts.stream().filter(first -> first == 1)).hasSize(2);
    assertThat(firsts.subList(0, 7)).isEqualTo(firsts.subList(7, 14));
    assertThat(firsts.subList(0, 4)).contains(1);
  }
}
