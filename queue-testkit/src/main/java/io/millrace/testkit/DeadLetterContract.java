package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Pusher;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A message that is given up is kept, with its story, and can come back. */
interface DeadLetterContract {

  @Test
  default void deadLettersAMessageAfterItsLastAttemptWithItsStory(Trial trial) throws Exception {
    trial.requires(Feature.DEAD_LETTERS);
    trial.publish(1, 1);
    Worker worker =
        trial
            .worker()
            .retry(3, Duration.ofMillis(5))
            .handle(
                message -> {
                  throw new IOException("downstream is away");
                });
    Message<byte[]> letter = awaitLetters(trial, 1).get(0);
    assertThat(worker.stop().deadLettered()).isEqualTo(1);
    assertThat(trial.calls().callsOf(0)).extracting(CallLog.Call::attempt).containsExactly(1, 2, 3);
    assertThat(Payload.number(letter)).isZero();
    Headers headers = letter.headers();
    assertThat(headers.get(DeadLetterHeaders.REASON)).isPresent();
    assertThat(headers.get(DeadLetterHeaders.ATTEMPTS)).contains("3");
    assertThat(headers.get(DeadLetterHeaders.QUEUE)).contains(worker.name());
    assertThat(headers.get(DeadLetterHeaders.ORIGIN)).isPresent();
    assertThat(headers.get(DeadLetterHeaders.POSITION))
        .hasValueSatisfying(at -> assertThat(at).matches("\\d+@-?\\d+"));
    assertThat(headers.get(DeadLetterHeaders.EXCEPTION))
        .hasValueSatisfying(
            exception -> assertThat(exception).contains("IOException", "downstream is away"));
    assertThat(headers.get(DeadLetterHeaders.TIME))
        .hasValueSatisfying(time -> assertThat(Instant.parse(time)).isNotNull());
  }

  @Test
  default void deadLettersAtOnceWhatAHandlerGivesUp(Trial trial) throws Exception {
    trial.requires(Feature.DEAD_LETTERS);
    trial.publish(10, 10);
    Worker worker = trial.worker().handle(message -> Outcome.deadLetter("no such account"));
    List<Message<byte[]>> letters = awaitLetters(trial, 10);
    assertThat(worker.stop().deadLettered()).isEqualTo(10);
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.headers().get(DeadLetterHeaders.REASON))
                  .hasValueSatisfying(reason -> assertThat(reason).contains("no such account"));
              assertThat(letter.headers().get(DeadLetterHeaders.ATTEMPTS)).contains("1");
            });
  }

  @Test
  default void keepsAMessageUntilTheDeadLettersTakeIt(Trial trial) throws Exception {
    trial.requires(Feature.DEAD_LETTERS);
    trial.publish(1, 1);
    AtomicInteger failures = new AtomicInteger(2);
    Pusher<byte[]> letters = trial.destination().deadLetters();
    Worker worker =
        trial
            .worker()
            .with(queue -> queue.deadLetters(failing(failures, letters)))
            .retry(1, Duration.ofMillis(5))
            .handle(message -> Outcome.retry("never"));
    awaitLetters(trial, 1);
    assertThat(failures).hasNegativeValue();
    assertThat(worker.stop().deadLettered()).isEqualTo(1);
  }

  private static Pusher<byte[]> failing(AtomicInteger failures, Pusher<byte[]> pusher) {
    return new Pusher<>() {
      @Override
      public String name() {
        return pusher.name();
      }

      @Override
      public void push(List<Message<byte[]>> messages) throws Exception {
        if (failures.getAndDecrement() > 0) {
          throw new IOException("dead letters are full");
        }
        pusher.push(messages);
      }
    };
  }

  @Test
  default void keepsNothingOfWhatAHandlerRejects(Trial trial) throws Exception {
    trial.publish(10, 10);
    Worker first = trial.worker().handle(message -> Outcome.reject("not for us"));
    trial.awaitDone(10);
    trial.await("all are settled", () -> first.traffic().settled(Settlement.Kind.REJECTED) == 10);
    assertThat(first.stop().rejected()).isEqualTo(10);
    trial.worker().handle(message -> Outcome.ack());
    trial.publish(1, 1);
    trial.awaitDone(11);
    assertThat(trial.calls().begun()).as("handler calls in all").isEqualTo(11);
    if (trial.has(Feature.DEAD_LETTERS)) {
      assertThat(trial.destination().readDeadLetters()).isEmpty();
    }
  }

  @Test
  default void sendsADeadLetterBackWhereItCameFromAndCounts(Trial trial) throws Exception {
    trial.requires(Feature.DEAD_LETTERS, Feature.REDRIVE);
    trial.publish(5, 5);
    Worker first =
        trial.worker().retry(2, Duration.ofMillis(5)).handle(message -> Outcome.retry("not today"));
    awaitLetters(trial, 5);
    first.stop();
    assertThat(trial.destination().redrive()).isEqualTo(5);
    Worker second =
        trial
            .worker()
            .handle(
                message ->
                    message.attempt() == 1
                            && message
                                .headers()
                                .get(DeadLetterHeaders.REDRIVES)
                                .orElse("0")
                                .equals("1")
                        ? Outcome.ack()
                        : Outcome.reject("not as a redriven message should be"));
    trial.awaitDone(5);
    assertThat(second.stop().acked()).isEqualTo(5);
    assertThat(trial.destination().readDeadLetters()).isEmpty();
  }

  private static List<Message<byte[]>> awaitLetters(Trial trial, int count) throws Exception {
    trial.await(
        count + " dead letters", () -> trial.destination().readDeadLetters().size() >= count);
    List<Message<byte[]>> letters = trial.destination().readDeadLetters();
    assertThat(letters).hasSize(count);
    return letters;
  }
}
