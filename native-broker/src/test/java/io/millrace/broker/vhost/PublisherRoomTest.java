package io.millrace.broker.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.exchange.RoutingTable;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublisherRoomTest {
  private final OwnerLoops loops = OwnerLoops.start("room", 1, 1, System::currentTimeMillis);
  private final OwnerLoop loop = loops.all().get(0);
  private final CountDownLatch going = new CountDownLatch(1);
  private final AtomicInteger news = new AtomicInteger();

  @AfterEach
  void stop() throws InterruptedException {
    going.countDown();
    assertThat(loops.stop(TestHost.DEADLINE)).isTrue();
  }

  @Test
  void isToldOfRoomOnceHoweverOftenItAsked() {
    Publisher publisher = publisher();
    fillMailbox();

    for (int i = 0; i < 1_000; i++) {
      assertThat(publisher.hasRoom()).isFalse();
    }
    going.countDown();

    await().until(() -> news.get() > 0);
    TestHost.await(loop.call(now -> now));
    assertThat(news).hasValue(1);
    await().until(publisher::hasRoom);
  }

  /**
   * Whoever it belongs to takes what there is to know at once, and so is told of all that comes.
   */
  private Publisher publisher() {
    CompletableFuture<Publisher> made = new CompletableFuture<>();
    Publisher publisher =
        new Publisher(
            () ->
                new RouteSnapshot(
                    RoutingTable.empty(ExchangeTypes.standard()),
                    Set.of(),
                    VirtualHostOptions.DEFAULT),
            new UnroutableCounts(),
            new TrafficCounts(),
            loops.all(),
            () -> {
              news.incrementAndGet();
              made.join().takeConfirms(new NoConfirms());
            },
            HostSettings.DEFAULT.publishLimits(),
            false);
    made.complete(publisher);
    return publisher;
  }

  /** The loop is busy, and another command waits. */
  private void fillMailbox() {
    CountDownLatch busy = new CountDownLatch(1);
    loop.execute(
        () -> {
          busy.countDown();
          try {
            going.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    await().until(() -> busy.getCount() == 0);
    loop.execute(() -> {});
    assertThat(loop.hasRoom()).isFalse();
  }

  private static final class NoConfirms implements ConfirmSink {
    @Override
    public void confirmed(long sequence, boolean multiple) {
      throw new AssertionError("nothing was published");
    }

    @Override
    public void refused(long sequence, PublishRefusal why) {
      throw new AssertionError("nothing was published");
    }
  }
}
