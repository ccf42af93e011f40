package io.millrace.queue.push;

import static io.millrace.queue.push.FakePusher.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightedPusherTest {
  private final FakePusher a = new FakePusher("a");
  private final FakePusher b = new FakePusher("b");
  private final FakePusher c = new FakePusher("c");
  private final WeightedPusher<String> pusher =
      new WeightedPusher<>(
          "sinks",
          List.of(
              new WeightedPusher.Share<>(a, 3),
              new WeightedPusher.Share<>(b, 2),
              new WeightedPusher.Share<>(c, 1)));

  @Test
  void sharesByWeightAndSpreadsTheTurns() throws Exception {
    for (int i = 0; i < 12; i++) {
      pusher.push(messages("" + i));
    }
    assertThat(a.taken()).containsExactly("0", "2", "5", "6", "8", "11");
    assertThat(b.taken()).containsExactly("1", "4", "7", "10");
    assertThat(c.taken()).containsExactly("3", "9");
  }

  @Test
  void theProportionIsThatOfMessagesNotOfCalls() throws Exception {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      pusher.push(messages("m".repeat(1 + random.nextInt(20)).split("")));
    }
    double total = a.taken().size() + b.taken().size() + c.taken().size();
    assertThat(a.taken().size() / total).isBetween(0.49, 0.51);
    assertThat(b.taken().size() / total).isBetween(0.32, 0.345);
  }

  @Test
  void theOthersShareThePartOfOneThatFails() throws Exception {
    a.down();
    for (int i = 0; i < 300; i++) {
      pusher.push(messages("m"));
    }
    assertThat(b.taken().size() + c.taken().size()).isEqualTo(300);
    assertThat(b.taken().size()).isBetween(198, 202);
  }

  @Test
  void failsWhenAllFail() {
    a.down();
    b.down();
    c.down();
    assertThatThrownBy(() -> pusher.push(messages("m")))
        .isInstanceOf(EveryPusherFailedException.class);
  }

  @Test
  void refusesAWeightBelowOne() {
    assertThatThrownBy(() -> new WeightedPusher.Share<>(a, 0)).hasMessageContaining("weight of a");
  }
}
