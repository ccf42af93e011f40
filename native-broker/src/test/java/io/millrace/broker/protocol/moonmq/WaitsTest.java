package io.millrace.broker.protocol.moonmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.transport.ReadGate;
import io.millrace.client.codec.Method;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitsTest {
  @Test
  void whatGoesWrongAfterAWaitIsToldAndHoldsUpNothing() {
    EmbeddedChannel channel = new EmbeddedChannel();
    List<String> through = new ArrayList<>();
    List<Throwable> broken = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    ReadGate<String> gate = new ReadGate<>(channel, through::add);
    Waits waits = new Waits(gate, Runnable::run, () -> ended.add("ended"), broken::add);
    CompletableFuture<String> future = new CompletableFuture<>();
    IllegalStateException thrown = new IllegalStateException("a bug");
    waits.add(
        future,
        value -> {
          throw thrown;
        },
        fault -> through.add(fault.text()),
        Method.BIND);
    gate.accept("next");
    assertThat(through).isEmpty();

    future.complete("known");

    assertThat(broken).containsExactly(thrown);
    assertThat(ended).hasSize(1);
    assertThat(through).containsExactly("next");
    channel.finishAndReleaseAll();
  }
}
