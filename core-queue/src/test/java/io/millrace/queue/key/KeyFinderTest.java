package io.millrace.queue.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyFinderTest {
  private static final Message<String> MESSAGE = Message.builder("a 1").key("own").build();

  @Test
  void leavesEachMessageItsOwnKeyWhereNoneIsLookedFor() {
    KeyFinder<String> keys = new KeyFinder<>("queue", Ordering.KEY, Optional.empty());
    assertThat(keys.withKey(MESSAGE, "orders")).isSameAs(MESSAGE);
  }

  @Test
  void givesTheKeyThatIsFoundOrNone() {
    KeyFinder<String> keys =
        new KeyFinder<>(
            "queue",
            Ordering.KEY,
            Optional.of(
                message ->
                    Optional.of(message.payload().split(" ")[0]).filter(key -> !key.isEmpty())));
    assertThat(keys.withKey(MESSAGE, "orders").key()).contains("a");
    assertThat(keys.withKey(Message.of(" 1"), "orders").key()).isEmpty();
  }

  @Test
  void passesOnThatAMessageIsNoneInWhichAKeyCanBeLookedFor() {
    KeyFinder<String> keys =
        new KeyFinder<>(
            "queue",
            Ordering.NONE,
            Optional.of(
                message -> {
                  throw new IllegalArgumentException("no JSON");
                }));
    assertThatThrownBy(() -> keys.withKey(MESSAGE, "orders")).hasMessage("no JSON");
  }
}
