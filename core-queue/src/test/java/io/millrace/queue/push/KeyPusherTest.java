package io.millrace.queue.push;

import static io.millrace.queue.push.FakePusher.keyed;
import static io.millrace.queue.push.FakePusher.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyPusherTest {
  private final List<FakePusher> fakes = Stream.of("a", "b", "c").map(FakePusher::new).toList();
  private final KeyPusher<String> pusher = new KeyPusher<>("sinks", fakes);

  @Test
  void aKeyAlwaysGoesToTheSamePusherInItsOrder() throws Exception {
    for (int round = 0; round < 50; round++) {
      List<Message<String>> batch = new ArrayList<>();
      for (int key = 0; key < 20; key++) {
        batch.add(keyed("key" + key, key + ":" + round));
      }
      pusher.push(batch);
    }
    for (int k = 0; k < 20; k++) {
      String prefix = k + ":";
      List<FakePusher> takers =
          fakes.stream()
              .filter(fake -> fake.taken().stream().anyMatch(m -> m.startsWith(prefix)))
              .toList();
      assertThat(takers).hasSize(1);
      assertThat(
              takers.get(0).taken().stream()
                  .filter(m -> m.startsWith(prefix))
                  .map(m -> Integer.parseInt(m.substring(prefix.length()))))
          .isSorted()
          .hasSize(50);
    }
    assertThat(fakes).allMatch(fake -> fake.calls() == 50);
  }

  @Test
  void thereIsNoFailOverForAKey() {
    FakePusher down = fakes.get(KeyHash.bucketOf("k", 3)).down();
    assertThatThrownBy(() -> pusher.push(List.of(keyed("k", "1"))))
        .isInstanceOf(EveryPusherFailedException.class)
        .hasMessageContaining(down.name() + " is down");
    assertThat(fakes).allMatch(fake -> fake.taken().isEmpty());
    assertThat(fakes.stream().mapToInt(FakePusher::calls).sum()).isEqualTo(1);
  }

  @Test
  void namesTheMessagesOfAFailedPusherAndTheOthersAreSafe() {
    String other =
        Stream.iterate(0, i -> i + 1)
            .map(i -> "o" + i)
            .filter(key -> KeyHash.bucketOf(key, 3) != KeyHash.bucketOf("k", 3))
            .findFirst()
            .orElseThrow();
    fakes.get(KeyHash.bucketOf("k", 3)).down();
    var thrown =
        catchThrowableOfType(
            PushException.class,
            () ->
                pusher.push(
                    List.of(
                        keyed(other, "0"),
                        keyed("k", "1"),
                        Message.of("2"),
                        keyed("k", "3"),
                        keyed(other, "4"))));
    assertThat(thrown.failed().stream()).containsExactly(1, 3);
    assertThat(fakes.stream().flatMap(fake -> fake.taken().stream()))
        .containsExactlyInAnyOrder("0", "2", "4");
  }

  @Test
  void messagesWithoutAKeyAreBalancedWithFailOver() throws Exception {
    fakes.get(0).down();
    for (int i = 0; i < 10; i++) {
      pusher.push(messages("m" + i));
    }
    assertThat(fakes.get(1).taken()).hasSize(5);
    assertThat(fakes.get(2).taken()).hasSize(5);
  }
}
