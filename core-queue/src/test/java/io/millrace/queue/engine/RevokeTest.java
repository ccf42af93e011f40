package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class RevokeTest {
  private final SourcePartition staying = new SourcePartition("list", 0);
  private final SourcePartition leaving = new SourcePartition("list", 1);
  private final List<Settlement<String>> settlements = new CopyOnWriteArrayList<>();
  private final List<Message<String>> handled = new CopyOnWriteArrayList<>();
  private final AtomicBoolean revoke = new AtomicBoolean();
  private final CountDownLatch revoked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private int returnedWithin;

  /** Has one handler, busy with a message of the partition that stays, and this much room. */
  private Queue<String> busyQueue(Ordering ordering, int buffer, int messages) {
    List<Message<String>> list = new ArrayList<>();
    list.add(Message.builder("first").key("a").position(staying, 0).build());
    for (int i = 0; i < messages; i++) {
      list.add(Message.builder("later").key("k" + i % 2).position(leaving, i).build());
    }
    list.add(Message.builder("last").key("b").position(staying, 1).build());
    Queue<String> queue =
        Queue.<String>builder("revoke")
            .producers(1, index -> new Revoking(new ArrayDeque<>(list)))
            .concurrency(Concurrency.fixed(1))
            .ordering(ordering)
            .bufferMessages(buffer)
            .consumers(
                () ->
                    message -> {
                      handled.add(message);
                      end.await();
                      return Outcome.ack();
                    })
            .build();
    queue.start();
    Expect.soon(() -> handled.size() == 1);
    return queue;
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void returnsWhatNoHandlerHasWithoutWaitingForTheOneThatIsBusy(Ordering ordering)
      throws Exception {
    try (Queue<String> queue = busyQueue(ordering, 100, 10)) {
      Expect.soon(() -> queue.snapshot().fetched() == 12);
      revoke.set(true);
      revoked.await();

      assertThat(returnedWithin).isEqualTo(10);
      end.countDown();
      Expect.soon(() -> settlements.size() == 12);
    }
    assertThat(handled).extracting(Message::payload).containsExactly("first", "last");
  }

  @Test
  void returnsWhatHasNotEvenGotIntoTheFullChannel() throws Exception {
    try (Queue<String> queue = busyQueue(Ordering.NONE, 2, 10)) {
      revoke.set(true);
      revoked.await();

      assertThat(returnedWithin).isPositive();
      end.countDown();
      Expect.soon(() -> handled.size() == 2);
    }
    assertThat(handled).extracting(Message::payload).doesNotContain("later");
  }

  /** Revokes the partition that leaves when it is told to, and waits for its messages. */
  private final class Revoking implements Producer<String> {
    private final ArrayDeque<Message<String>> left;

    Revoking(ArrayDeque<Message<String>> left) {
      this.left = left;
    }

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      if (revoke.getAndSet(false)) {
        left.removeIf(message -> message.partition() == leaving);
        fetch.revoke(leaving);
        boolean more = true;
        while (more) {
          more = fetch.awaitSettlements(Duration.ofMillis(300));
        }
        returnedWithin = settlements.size();
        revoked.countDown();
      }
      while (fetch.count() < fetch.messageLimit() && !left.isEmpty()) {
        fetch.add(left.remove());
      }
      return left.isEmpty() ? FetchResult.IDLE : FetchResult.MORE;
    }

    @Override
    public void settle(List<Settlement<String>> some) {
      settlements.addAll(some);
    }
  }
}
