package io.millrace.queue.push;

import static io.millrace.queue.push.FakePusher.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MultiPusherTest {
  private final FakePusher a = new FakePusher("a");
  private final FakePusher b = new FakePusher("b");
  private final FakePusher c = new FakePusher("c");
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  private MultiPusher<String> pusher(boolean isParallel) {
    Executor executor = isParallel ? threads : Runnable::run;
    return new MultiPusher<>("sinks", List.of(a, b, c), executor);
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPusherTakesEverythingInOrder(boolean isParallel) throws Exception {
    pusher(isParallel).push(messages("1", "2", "3"));
    assertThat(Stream.of(a, b, c)).allMatch(fake -> fake.taken().equals(List.of("1", "2", "3")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsWhichFailedAndWhichTookIt(boolean isParallel) {
    a.down();
    var thrown =
        catchThrowableOfType(
            SomePushersFailedException.class, () -> pusher(isParallel).push(messages("1", "2")));
    assertThat(thrown.failed()).containsExactly("a");
    assertThat(thrown.took()).containsExactly("b", "c");
    assertThat(thrown.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("a is down");
    assertThat(c.taken()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allFailedIsADistinctError(boolean isParallel) {
    a.down();
    b.down();
    c.down();
    var thrown =
        catchThrowableOfType(
            EveryPusherFailedException.class, () -> pusher(isParallel).push(messages("1")));
    assertThat(thrown.pushers()).containsExactly("a", "b", "c");
    assertThat(thrown.getSuppressed()).hasSize(3);
  }

  @Test
  void namesTheMessagesThatAreNotEverywhere() {
    a.refusing("2");
    b.refusing("4");
    var thrown =
        catchThrowableOfType(
            PushException.class, () -> pusher(false).push(messages("1", "2", "3", "4")));
    assertThat(thrown.failed().stream()).containsExactly(1, 3);
    assertThat(thrown).hasCauseInstanceOf(SomePushersFailedException.class);
  }

  @Test
  void pushesAtTheSameTime() throws Exception {
    var barrier = new CyclicBarrier(3);
    List<Pusher<String>> meeting =
        Stream.of("x", "y", "z").map(name -> meetingAt(name, barrier)).toList();
    new MultiPusher<>("meeting", meeting, threads).push(messages("1"));
    assertThat(barrier.isBroken()).isFalse();
  }

  @Test
  void whatTheExecutorRejectsIsPushedByTheCaller() throws Exception {
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    new MultiPusher<>("rejected", List.of(a, b), full).push(messages("1"));
    assertThat(a.taken()).containsExactly("1");
    assertThat(b.taken()).containsExactly("1");
  }

  @Test
  void anInterruptedCallerInterruptsThePushes() throws Exception {
    var entered = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Pusher<String> stuck =
        new Pusher<>() {
          @Override
          public String name() {
            return "stuck";
          }

          @Override
          public void push(List<Message<String>> messages) throws Exception {
            entered.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
          }
        };
    Thread caller =
        new Thread(
            () ->
                assertThatThrownBy(
                        () ->
                            new MultiPusher<>("stuck", List.of(stuck, b), threads)
                                .push(messages("1")))
                    .isInstanceOf(InterruptedException.class));
    caller.start();
    entered.await();
    caller.interrupt();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    caller.join();
  }

  @Test
  void closesAll() throws Exception {
    pusher(false).close();
    assertThat(Stream.of(a, b, c)).allMatch(FakePusher::isClosed);
  }

  private static Pusher<String> meetingAt(String name, CyclicBarrier barrier) {
    return new Pusher<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void push(List<Message<String>> messages) throws Exception {
        barrier.await(10, TimeUnit.SECONDS);
      }
    };
  }
}
