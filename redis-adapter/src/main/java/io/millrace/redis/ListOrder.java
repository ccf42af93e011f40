package io.millrace.redis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of several lists is asked first. Belongs to one thread.
 *
 * <p>Strict: always in the order they were named in. Weighted: each is the first as often as its
 * weight says, evenly spread, and the others follow.
 */
final class ListOrder {
  private final boolean strict;
  private final int[] weights;
  private final int[] credits;
  private final int total;
  private final List<Integer> natural;

  private ListOrder(boolean strict, int[] weights) {
    this.strict = strict;
    this.weights = weights;
    credits = new int[weights.length];
    total = IntStream.of(weights).sum();
    natural = IntStream.range(0, weights.length).boxed().toList();
  }

  static ListOrder strict(int lists) {
    return new ListOrder(true, new int[lists]);
  }

  static ListOrder weighted(List<Integer> weights) {
    return new ListOrder(false, weights.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The lists by their places, the first to ask first. */
  List<Integer> next() {
    if (strict || weights.length == 1) {
      return natural;
    }
    for (int i = 0; i < credits.length; i++) {
      credits[i] += weights[i];
    }
    List<Integer> order = new ArrayList<>(natural);
    order.sort(Comparator.comparingInt(i -> -credits[i]));
    credits[order.get(0)] -= total;
    return order;
  }
}
