package io.millrace.testkit.sim;

import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.testkit.ProducerAround;
import java.util.List;

/** Forgets all but the first of the settlements that come together. */
final class ForgottenSettle extends ProducerAround<Integer> {
  ForgottenSettle(Producer<Integer> source) {
    super(source);
  }

  @Override
  public void settle(List<Settlement<Integer>> settlements) throws Exception {
    super.settle(settlements.subList(0, 1));
  }
}
