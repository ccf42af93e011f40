package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.store.StoreOptions;
import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EndingTest {
  @TempDir private Path directory;

  @Test
  void anErrorThatEndsTheConnectionComesAfterTheRepliesThatAreDue() throws Exception {
    try (RunningBroker broker = stored()) {
      for (int queue = 0; queue < 5; queue++) {
        NativeClient client = broker.client();
        for (int i = 0; i < 100; i++) {
          client.publish("q" + queue, "m" + i);
        }
        client.write(ByteBuffer.wrap(new byte[8]));

        for (int i = 0; i < 100; i++) {
          client.expect(Frame.PublishOk.class);
        }
        assertThat(client.expect(Frame.Fault.class).code()).isEqualTo(400);
        assertThat(client.isEnded()).isTrue();
        assertThat(broker.facts("q" + queue).ready()).isEqualTo(100);
      }
    }
  }

  @Test
  void whatAClientHoldsWhenTheBrokerStopsHasNotFailed() throws Exception {
    try (RunningBroker broker = stored()) {
      NativeClient holder = broker.client().bind("q");
      holder.publishAndAwait("q", "m").push();

      broker.broker.close();

      Frame.Fault why = holder.expect(Frame.Fault.class);
      assertThat(why.code()).isEqualTo(503);
      assertThat(holder.isEnded()).isTrue();
    }
    try (RunningBroker broker = stored()) {
      Frame.Push again = broker.client().bind("q").push();
      assertThat(again.redelivered()).isTrue();
      assertThat(again.deliveryCount()).isZero();
    }
  }

  @Test
  void whoUnbindsBeforeClosingHasNotFailedAndWhoJustClosesHas() throws Exception {
    try (RunningBroker broker = stored()) {
      NativeClient orderly = broker.client().bind("q");
      orderly.publishAndAwait("q", "m").push();
      orderly.send(new Frame.Unbind("")).expect(Frame.UnbindOk.class);
      orderly.close();

      NativeClient gone = broker.client().bind("q");
      assertThat(gone.push().deliveryCount()).isZero();
      gone.close();

      Frame.Push again = broker.client().bind("q").push();
      assertThat(again.deliveryCount()).isEqualTo(1);
      assertThat(new String(again.body(), UTF_8)).isEqualTo("m");
    }
  }

  private RunningBroker stored() throws IOException {
    return new RunningBroker(
        BrokerSettings.embedded()
            .withDataDirectory(directory)
            .withStore(StoreOptions.DEFAULTS.withLowestFree(0))
            .withMoonmq(MoonmqSettings.DEFAULT.withoutAuthentication()));
  }
}
