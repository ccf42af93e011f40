package io.millrace.queue.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Consumer;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Outcome;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerListener;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.QueueListener;
import io.millrace.queue.QueueState;
import io.millrace.queue.RetryPolicy;
import io.millrace.queue.Settlement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the code around the engine throws, the queue goes on. */
@Timeout(20)
class FailingCodeTest {
  private final ListSource source = ListSource.of(20);
  private final Logs logs = new Logs();

  @AfterEach
  void closeLogs() {
    logs.close();
  }

  private QueueBuilder<String> builder() {
    return Queue.<String>builder("failing")
        .producers(1, source)
        .concurrency(Concurrency.fixed(2))
        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(5), Duration.ofMillis(5)));
  }

  private void handlesAll(QueueBuilder<String> builder) {
    try (Queue<String> queue = builder.build()) {
      queue.start();
      Expect.soon(() -> queue.drainReport().isPresent());
      assertThat(queue.drainReport().orElseThrow().acked()).isEqualTo(20);
      assertThat(logs.has(Level.ERROR, "defect")).isFalse();
    }
  }

  private static Outcome throwOn(int kind) throws Exception {
    switch (kind % 5) {
      case 0 -> throw new StackOverflowError();
      case 1 -> throw new AssertionError("no");
      case 2 -> throw new NoClassDefFoundError("Missing");
      case 3 -> throw new OutOfMemoryError("not really");
      default -> throw new Exception("checked");
    }
  }

  @Test
  void handlersMayThrowAnything() {
    handlesAll(
        builder()
            .consumers(
                () ->
                    message ->
                        message.attempt() == 1 ? throwOn((int) message.offset()) : Outcome.ack()));
  }

  @Test
  void handlersMayAnswerNull() {
    handlesAll(builder().consumers(() -> message -> message.attempt() == 1 ? null : Outcome.ack()));
  }

  @Test
  void batchesMayHoldNullsForOutcomes() {
    BatchConsumer<String> careless =
        messages ->
            Collections.nCopies(
                messages.size(), messages.get(0).attempt() == 1 ? null : Outcome.ack());
    handlesAll(builder().batchConsumers(1, () -> careless));
  }

  @Test
  void consumerFactoryIsTriedAgain() {
    AtomicInteger calls = new AtomicInteger();
    handlesAll(
        builder()
            .consumers(
                () -> {
                  int call = calls.incrementAndGet();
                  if (call <= 2) {
                    throw new IllegalStateException("not yet");
                  }
                  if (call <= 4) {
                    throw new NoClassDefFoundError("Missing");
                  }
                  return message -> Outcome.ack();
                }));
    assertThat(calls.get()).isGreaterThanOrEqualTo(5);
    assertThat(logs.has(Level.ERROR, "its factory failed")).isTrue();
  }

  @Test
  void producerFactoryIsTriedAgainAndReported() {
    AtomicInteger calls = new AtomicInteger();
    List<Exception> failures = new CopyOnWriteArrayList<>();
    handlesAll(
        builder()
            .producers(
                1,
                index -> {
                  switch (calls.incrementAndGet()) {
                    case 1 -> throw new java.io.IOException("refused");
                    case 2 -> throw new ExceptionInInitializerError("broken");
                    default -> {
                      return source.create(index);
                    }
                  }
                })
            .producerListener(
                new ProducerListener() {
                  @Override
                  public void onProducerFailure(int index, Exception failure) {
                    failures.add(failure);
                  }
                })
            .consumers(() -> message -> Outcome.ack()));
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).hasMessage("refused");
    assertThat(logs.has(Level.WARN, "millrace-failing-producer-0 could not be made")).isTrue();
  }

  @Test
  void producersMayThrowAnythingAnywhere() {
    handlesAll(
        builder()
            .producers(1, index -> new Failing(source.create(index)))
            .consumers(() -> message -> Outcome.ack()));
    assertThat(logs.has(Level.WARN, "failed to fetch")).isTrue();
    assertThat(logs.has(Level.ERROR, "settling")).isTrue();
  }

  /** Throws an error in every call, once where the call matters. */
  private static final class Failing implements Producer<String> {
    private final Producer<String> inner;
    private boolean hasFailed;

    Failing(Producer<String> inner) {
      this.inner = inner;
    }

    @Override
    public FetchResult fetch(Fetch<String> fetch) throws Exception {
      FetchResult result = inner.fetch(fetch);
      if (!hasFailed) {
        hasFailed = true;
        throw new NoClassDefFoundError("Missing");
      }
      return result;
    }

    @Override
    public void settle(List<Settlement<String>> settlements) throws Exception {
      inner.settle(settlements);
      throw new AssertionError("settle");
    }

    @Override
    public void wakeup() {
      throw new IllegalStateException("wakeup");
    }

    @Override
    public long lag() {
      throw new IllegalStateException("lag");
    }

    @Override
    public void close() {
      throw new AssertionError("close");
    }
  }

  @Test
  void consumersMayThrowInEventsAndInClose() {
    AtomicInteger events = new AtomicInteger();
    source.staysOpen();
    try (Queue<String> queue =
        builder()
            .consumers(
                () ->
                    new Consumer<>() {
                      @Override
                      public Outcome consume(io.millrace.queue.Message<String> message) {
                        return Outcome.ack();
                      }

                      @Override
                      public void onEvent(Object event) {
                        events.incrementAndGet();
                        throw new AssertionError("event");
                      }

                      @Override
                      public void close() {
                        throw new AssertionError("close");
                      }
                    })
            .build()) {
      queue.start();
      queue.broadcast("event");
      Expect.soon(() -> events.get() == 2 && source.settled() == 20);
      queue.broadcast("another");
      Expect.soon(() -> events.get() == 4);
      queue.stop(Duration.ofSeconds(5));
      assertThat(logs.has(Level.ERROR, "defect")).isFalse();
    }
  }

  @Test
  void listenersMayThrowAnything() {
    handlesAll(
        builder()
            .listener(
                new QueueListener() {
                  @Override
                  public void onStateChange(QueueState from, QueueState to) {
                    throw new AssertionError("listener");
                  }
                })
            .consumers(() -> message -> Outcome.ack()));
    assertThat(logs.has(Level.ERROR, "a listener failed")).isTrue();
  }

  @Test
  void retryDelaysAndDeadLettersMayBeAbsurd() {
    source.staysOpen();
    try (Queue<String> queue =
        builder()
            .consumers(() -> message -> Outcome.retry(ChronoUnit.FOREVER.getDuration()))
            .build()) {
      queue.start();
      Expect.soon(() -> queue.snapshot().waiting() == 20);
      assertThat(queue.stop(Duration.ofSeconds(5)).returned()).isEqualTo(20);
      assertThat(logs.has(Level.ERROR, "defect")).isFalse();
    }
  }
}
