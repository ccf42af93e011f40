package io.millrace.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.broker.transport.ReadGate.Reason;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadGateTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> through = new ArrayList<>();
  private final ReadGate<String> gate = new ReadGate<>(channel, this::take);

  private void take(String each) {
    if (each.equals("bad")) {
      throw new IllegalStateException(each);
    }
    through.add(each);
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whatWaitsGoesThroughInOrderOnceThereIsNoReasonLeft() {
    gate.close(Reason.REQUEST);
    gate.close(Reason.PUBLISHES);
    gate.accept("a");
    gate.accept("b");
    gate.open(Reason.REQUEST);
    assertThat(through).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();

    gate.open(Reason.PUBLISHES);
    assertThat(through).containsExactly("a", "b");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void goesOnAfterSomethingThatCouldNotBeTaken() {
    gate.close(Reason.REQUEST);
    gate.accept("bad");
    gate.accept("a");
    assertThatIllegalStateException().isThrownBy(() -> gate.open(Reason.REQUEST));

    gate.close(Reason.REQUEST);
    gate.open(Reason.REQUEST);

    assertThat(through).containsExactly("a");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void readsOnWhateverHappensAfterItWasGivenUp() {
    gate.close(Reason.REQUEST);
    gate.accept("a");
    gate.giveUp();
    gate.open(Reason.REQUEST);
    gate.close(Reason.SLOW_READER);
    gate.accept("b");

    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(through).isEmpty();
  }
}
