package io.millrace.daemon.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LetterFilterTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
  private static final DeadLetter LETTER =
      new DeadLetter(
          "3@4711",
          Message.builder(new byte[0])
              .key("order-17")
              .headers(
                  Headers.of(
                      Map.of(
                          DeadLetterHeaders.REASON,
                          "Connection timed out",
                          DeadLetterHeaders.EXCEPTION,
                          "java.net.SocketException: reset",
                          DeadLetterHeaders.ORIGIN,
                          "orders",
                          DeadLetterHeaders.TIME,
                          "2026-11-25T11:00:00Z",
                          "tenant",
                          "a.b")))
              .build());

  @Test
  void findsPartsOfTheReasonAndOfTheException() {
    assertThat(holds("reason=TIMED OUT")).isTrue();
    assertThat(holds("reason=socketexception")).isTrue();
    assertThat(holds("reason=refused")).isFalse();
  }

  @Test
  void comparesOtherPartsAsAWholeWithStarsForAnything() {
    assertThat(holds("key=order-17")).isTrue();
    assertThat(holds("key=order")).isFalse();
    assertThat(holds("key=order-*")).isTrue();
    assertThat(holds("origin=orders")).isTrue();
    assertThat(holds("id=3@*")).isTrue();
    assertThat(holds("header.tenant=a.b")).isTrue();
    assertThat(holds("header.tenant=a?b")).isFalse();
    assertThat(holds("header.none=*")).isFalse();
  }

  @Test
  void knowsTheAge() {
    assertThat(holds("older-than=30m")).isTrue();
    assertThat(holds("older-than=2h")).isFalse();
    assertThat(holds("newer-than=2h")).isTrue();
  }

  @Test
  void wantsAllConditionsToHold() {
    assertThat(holds("key=order-17", "reason=timed")).isTrue();
    assertThat(holds("key=order-17", "reason=refused")).isFalse();
  }

  @Test
  void saysHowToWriteIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> holds("timeout"))
        .withMessage("a filter is key=value, such as reason=timeout, found 'timeout'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> holds("raeson=timeout"))
        .withMessage("there is no filter 'raeson'; did you mean 'reason'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> holds("older-than=long"))
        .withMessageContaining("expected a duration");
  }

  private static boolean holds(String... conditions) {
    return LetterFilter.of(List.of(conditions), NOON).test(LETTER);
  }
}
