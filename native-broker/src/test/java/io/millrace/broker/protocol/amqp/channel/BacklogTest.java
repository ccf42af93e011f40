package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final List<String> told = new ArrayList<>();
  private final Backlog backlog = new Backlog(() -> told.add("hold"), () -> told.add("read on"));

  @Test
  void hasTheConnectionNotBeReadUntilHalfOfItIsGone() {
    backlog.add(Backlog.LIMIT_BYTES);
    assertThat(told).isEmpty();
    backlog.add(1);
    backlog.add(1);
    backlog.add(-Backlog.LIMIT_BYTES / 2);
    assertThat(told).containsExactly("hold");
    backlog.add(-3);
    assertThat(told).containsExactly("hold", "read on");
    backlog.add(Backlog.LIMIT_BYTES);
    assertThat(told).containsExactly("hold", "read on", "hold");
  }
}
