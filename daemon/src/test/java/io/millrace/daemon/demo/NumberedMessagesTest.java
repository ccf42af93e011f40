package io.millrace.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Message;
import org.junit.jupiter.api.Test;

class NumberedMessagesTest {
  private final NumberedMessages messages = new NumberedMessages(5, 2);

  @Test
  void isPerfectWhenEachCameOnceAndInTurn() {
    check(1, 0, 2, 3, 4);
    assertThat(messages.isPerfect()).isTrue();
    assertThat(messages.verdict()).isEqualTo("all of 2 keys in order, none missing, none twice");
  }

  @Test
  void findsAMissingOne() {
    check(0, 1, 2, 3);
    assertThat(messages.isPerfect()).isFalse();
    assertThat(messages.verdict())
        .isEqualTo("4 of 5 came in their turn, 1 missing, 0 twice, 0 out of order");
  }

  @Test
  void findsOneThatCameTwice() {
    check(0, 1, 2, 2, 3, 4);
    assertThat(messages.isComplete()).isTrue();
    assertThat(messages.isPerfect()).isFalse();
    assertThat(messages.verdict()).contains("1 twice");
  }

  @Test
  void findsDisorderWithinAKeyOnly() {
    check(2, 0, 1, 3);
    assertThat(messages.verdict())
        .isEqualTo("3 of 5 came in their turn, 2 missing, 0 twice, 1 out of order");
  }

  @Test
  void findsAStranger() {
    messages.check(Message.builder(new byte[100]).key("other").build());
    messages.check(Message.builder(new byte[3]).key("key-0").build());
    messages.check(Message.of(new byte[100]));
    assertThat(messages.verdict()).contains("3 out of order");
  }

  private void check(int... numbers) {
    for (int number : numbers) {
      messages.check(messages.message(number));
    }
  }
}
