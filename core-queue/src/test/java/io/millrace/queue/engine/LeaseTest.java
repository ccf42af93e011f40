package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Concurrency;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LeaseTest {
  private final List<List<String>> renewals = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  /** Another producer's messages, under a lease of 300 ms. */
  private class Leasing implements Producer<String> {
    private final Producer<String> inner;

    Leasing(Producer<String> inner) {
      this.inner = inner;
    }

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      return inner.fetch(fetch);
    }

    @Override
    public void settle(List<Settlement<String>> settlements) throws Exception {
      inner.settle(settlements);
    }

    @Override
    public Optional<Duration> lease() {
      return Optional.of(Duration.ofMillis(300));
    }

    @Override
    public void renew(List<Message<String>> unsettled) {
      renewals.add(unsettled.stream().map(Message::payload).sorted().toList());
    }
  }

  @Test
  void leaseIsRenewedForWhatIsNotSettledAndForNothingElse() {
    ListSource source = ListSource.of(3).staysOpen();
    try (Queue<String> queue =
        Queue.<String>builder("lease")
            .producers(1, index -> new Leasing(source.create(index)))
            .concurrency(Concurrency.fixed(2))
            .consumers(
                () ->
                    message -> {
                      if (message.payload().equals("1")) {
                        release.await();
                      }
                      return Outcome.ack();
                    })
            .build()) {
      queue.start();
      Expect.soon(() -> source.settled() == 2);
      renewals.clear();
      long before = System.nanoTime();
      Expect.soon(() -> renewals.size() >= 3);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(900));
      assertThat(renewals).allMatch(List.of("1")::equals);
      release.countDown();
      Expect.soon(() -> source.settled() == 3);
    }
  }

  @Test
  void leaseIsRenewedWhileTheProducerWaitsBecauseItsFetchFails() {
    ListSource source = ListSource.of(1);
    List<String> events = new CopyOnWriteArrayList<>();
    Leasing failing =
        new Leasing(source.create(0)) {
          @Override
          public FetchResult fetch(Fetch<String> fetch) throws Exception {
            if (source.fetched.get() == 0) {
              return super.fetch(fetch);
            }
            events.add("failure");
            throw new IOException("the backend is away");
          }

          @Override
          public void renew(List<Message<String>> unsettled) {
            events.add("renewal");
          }
        };
    try (Logs logs = new Logs();
        Queue<String> queue =
            Queue.<String>builder("lease-failing")
                .producers(1, index -> failing)
                .consumers(
                    () ->
                        message -> {
                          release.await();
                          return Outcome.ack();
                        })
                .build()) {
      queue.start();
      Expect.soon(() -> Collections.frequency(events, "failure") == 5);
      // Between these two lie 640 ms or more, twice the lease.
      int last = events.lastIndexOf("failure");
      int before = events.subList(0, last).lastIndexOf("failure");
      assertThat(events.subList(before + 1, last)).hasSizeGreaterThanOrEqualTo(3);
      release.countDown();
    }
  }
}
