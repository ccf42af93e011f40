package io.millrace.testkit.sim;

import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.testkit.ProducerAround;
import java.util.ArrayList;
import java.util.List;

/** Says the last thing twice. */
final class DoubleSettle extends ProducerAround<Integer> {
  DoubleSettle(Producer<Integer> source) {
    super(source);
  }

  @Override
  public void settle(List<Settlement<Integer>> settlements) throws Exception {
    List<Settlement<Integer>> twice = new ArrayList<>(settlements);
    twice.add(settlements.get(settlements.size() - 1));
    super.settle(twice);
  }
}
