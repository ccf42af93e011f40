package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.vhost.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UnsettledTest {
  private final Unsettled unsettled = new Unsettled();
  private final Holder holder = Holder.fetcher(new NoQueue());

  /** What a naive map holds after the same steps, by tag. */
  @Property
  void holdsWhatAMapWouldHold(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 99) Integer> steps) {
    TreeMap<Long, Long> model = new TreeMap<>();
    long last = 0;
    for (int step : steps) {
      if (step < 55 || model.isEmpty()) {
        last += 1 + (step % 7 == 0 ? 3 : 0);
        unsettled.add(last, last * 10, holder);
        model.put(last, last * 10);
      } else if (step < 85) {
        long tag = pick(model, step);
        assertThat(take(tag, false)).isEqualTo(Map.of(tag, tag * 10));
        model.remove(tag);
        assertThat(unsettled.take(tag, (t, o, h) -> {})).isFalse();
      } else {
        long tag = pick(model, step);
        Map<Long, Long> head = new TreeMap<>(model.headMap(tag, true));
        assertThat(take(tag, true)).isEqualTo(head);
        model.keySet().removeAll(head.keySet());
      }
      assertThat(unsettled.count()).isEqualTo(model.size());
    }
    TreeMap<Long, Long> rest = new TreeMap<>();
    unsettled.takeAll((tag, offset, by) -> rest.put(tag, offset));
    assertThat(rest).isEqualTo(model);
    assertThat(unsettled.count()).isZero();
  }

  private static long pick(Map<Long, Long> model, int step) {
    return new ArrayList<>(model.keySet()).get(step * 31 % model.size());
  }

  private Map<Long, Long> take(long tag, boolean multiple) {
    Map<Long, Long> taken = new TreeMap<>();
    Unsettled.Visitor visitor = (each, offset, by) -> taken.put(each, offset);
    assertThat(multiple ? unsettled.takeUpTo(tag, visitor) : unsettled.take(tag, visitor)).isTrue();
    return taken;
  }

  @Test
  void oneThatStaysDoesNotKeepTheOthersInMemory() {
    unsettled.add(1, 1, holder);
    for (long tag = 2; tag < 1_000_000; tag++) {
      unsettled.add(tag, tag, holder);
      assertThat(unsettled.take(tag, (t, o, h) -> {})).isTrue();
    }

    assertThat(unsettled.count()).isEqualTo(1);
    assertThat(unsettled.room()).isLessThanOrEqualTo(64);
  }

  @Test
  void whatAQueueHasTakenBackIsSettledWithoutIt() {
    unsettled.add(1, 10, holder);
    unsettled.add(2, 20, holder);

    assertThat(unsettled.markLate(holder, 20)).isTrue();
    assertThat(unsettled.markLate(holder, 20)).isFalse();
    assertThat(take(2, true)).containsEntry(2L, Holder.LATE);
  }

  /** A queue that nobody asks anything. */
  private static final class NoQueue implements Subscription {
    @Override
    public long id() {
      return 1;
    }

    @Override
    public String queue() {
      return "q";
    }

    @Override
    public long readyBefore() {
      return 0;
    }

    @Override
    public void acknowledge(Offsets offsets) {}

    @Override
    public void reject(Offsets offsets) {}

    @Override
    public void giveBack(Offsets offsets, boolean counted) {}

    @Override
    public void giveBackUntil(Offsets offsets, long dueAtMillis) {}

    @Override
    public CompletableFuture<Boolean> durable() {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public void choose(KeyFilter filter) {}

    @Override
    public void renew(Offsets offsets) {}

    @Override
    public void grant(int credit) {}

    @Override
    public void taken(long bytes) {}

    @Override
    public void flow(boolean open) {}

    @Override
    public void cancel() {}

    @Override
    public void detach(boolean counted) {}
  }
}
