package io.millrace.testkit.sim;

import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes every message below a finished one for finished, too. */
final class HighestOffsetCommit extends RecordingProducer {
  HighestOffsetCommit(Producer<Integer> source) {
    super(source);
  }

  @Override
  public void settle(List<Settlement<Integer>> settlements) throws Exception {
    Map<Object, Settlement<Integer>> changed = new LinkedHashMap<>();
    for (Settlement<Integer> settlement : settlements) {
      Message<Integer> settled = settlement.message();
      if (fetched.containsKey(settled.handle())) {
        changed.putIfAbsent(settled.handle(), settlement);
      }
      if (settlement.kind().isFinished()) {
        for (Message<Integer> other : new ArrayList<>(fetched.values())) {
          if (other.partition() == settled.partition() && other.offset() < settled.offset()) {
            changed.put(other.handle(), new Settlement<>(other, Settlement.Kind.ACKED));
          }
        }
      }
    }
    fetched.keySet().removeAll(changed.keySet());
    super.settle(List.copyOf(changed.values()));
  }
}
