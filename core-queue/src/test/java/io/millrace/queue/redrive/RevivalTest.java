package io.millrace.queue.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import org.junit.jupiter.api.Test;

class RevivalTest {
  private static Message<String> letter(Headers headers) {
    return Message.builder("m")
        .headers(headers)
        .position(new SourcePartition("orders.dlq", 7), 70)
        .build();
  }

  @Test
  void goesBackToThePositionTheMessageCameFrom() {
    Message<String> message =
        Revival.of(
            letter(
                Headers.of(DeadLetterHeaders.ORIGIN, "orders")
                    .with(DeadLetterHeaders.POSITION, "3@4711")));
    assertThat(message.partition().source()).isEqualTo("orders");
    assertThat(message.partition().index()).isEqualTo(3);
    assertThat(message.offset()).isEqualTo(4711);
  }

  @Test
  void knowsTheOriginAlsoWithoutAPosition() {
    for (String position : new String[] {"", "here", "3@", "99999999999@1"}) {
      Message<String> message =
          Revival.of(
              letter(
                  Headers.of(DeadLetterHeaders.ORIGIN, "orders")
                      .with(DeadLetterHeaders.POSITION, position)));
      assertThat(message.partition().source()).as(position).isEqualTo("orders");
      assertThat(message.offset()).isEqualTo(Message.NO_OFFSET);
    }
  }

  @Test
  void keepsNothingOfWhereTheDeadLetterWas() {
    Message<String> message = Revival.of(letter(Headers.empty()));
    assertThat(message.partition().source()).isEqualTo(Message.of("m").partition().source());
    assertThat(message.offset()).isEqualTo(Message.NO_OFFSET);
  }
}
