package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Outcome;
import io.millrace.queue.QueueListener;
import io.millrace.testkit.check.ConservationCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Messages can be held back: by whoever publishes them, and by whoever runs the queue. */
interface FlowContract {
  /** How long no handler has begun before none is taken to be on its way. */
  Duration QUIET = Duration.ofMillis(300);

  @Test
  default void deliversADelayedMessageWhenItsDelayIsOverAndNotBefore(Trial trial) throws Exception {
    trial.requires(Feature.DELAY);
    Duration delay = Duration.ofSeconds(1);
    long publishedNanos = System.nanoTime();
    trial.destination().publishDelayed(trial.messages(3, 3, 0), delay);
    trial.publish(20, 5);
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(23);
    for (long number = 0; number < 3; number++) {
      assertThat(trial.calls().callsOf(number).get(0).beganNanos() - publishedNanos)
          .as("delay of message " + number)
          .isGreaterThanOrEqualTo(delay.minus(RetryContract.TOLERANCE).toNanos());
    }
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  @Test
  default void startsNoHandlerWhilePausedAndDrainsAfterwards(Trial trial) throws Exception {
    trial.requires(Feature.PAUSE);
    int count = trial.publishLoad(20);
    Worker worker =
        trial
            .worker()
            .handle(
                message -> {
                  LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                  return Outcome.ack();
                });
    trial.awaitDone(count / 10);
    worker.queue().pause();
    awaitQuiet(trial);
    int begun = trial.calls().begun();
    trial.publish(10, 5);
    trial.holds("no handler starts", Duration.ofMillis(400), () -> trial.calls().begun() == begun);
    assertThat(worker.queue().snapshot().isPaused()).isTrue();
    worker.queue().resume();
    trial.awaitDone(count + 10);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  /**
   * A handler that was on its way when the pause came may still begin, late where its thread gets
   * no processor: waits until none has for {@link #QUIET}.
   */
  private static void awaitQuiet(Trial trial) {
    long[] quiet = {System.nanoTime(), trial.calls().begun()};
    trial.await(
        "running handlers finish",
        () -> {
          long now = System.nanoTime();
          if (quiet[1] != trial.calls().begun() || trial.calls().running() > 0) {
            quiet[0] = now;
            quiet[1] = trial.calls().begun();
          }
          return now - quiet[0] >= QUIET.toNanos();
        });
  }

  @Test
  default void stopsWhilePausedAndLosesNothing(Trial trial) throws Exception {
    trial.requires(Feature.PAUSE);
    int count = trial.publishLoad(20);
    Worker first = trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(1);
    first.queue().pause();
    first.stop();
    trial.worker().handle(message -> Outcome.ack());
    trial.awaitDone(count);
    assertThat(trial.judge(ConservationCheck.unordered()).duplicates()).isZero();
  }

  @Test
  default void tellsItsListenerOfPauseAndResume(Trial trial) throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    QueueListener listener =
        new QueueListener() {
          @Override
          public void onPause() {
            heard.add("pause");
          }

          @Override
          public void onResume() {
            heard.add("resume");
          }
        };
    Worker worker =
        trial.worker().with(queue -> queue.listener(listener)).handle(message -> Outcome.ack());
    trial.publish(1, 1);
    trial.awaitDone(1);
    worker.queue().pause();
    trial.await("the pause is heard of", () -> heard.equals(List.of("pause")));
    worker.queue().resume();
    trial.await("the resumption is heard of", () -> heard.equals(List.of("pause", "resume")));
  }
}
