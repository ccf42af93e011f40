package io.millrace.daemon.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.config.LogConfig;
import io.millrace.daemon.fixture.Fixtures;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkConsumerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Deque<Exception> failures = new ArrayDeque<>();
  private final SinkConsumer consumer = new SinkConsumer(new FailingPusher(), "orders");
  private final List<Message<byte[]>> messages = Fixtures.messages("a", "b", "c");

  @Test
  void retriesWhatTheBackendDidNotTakeAndSaysSo() throws Exception {
    BitSet second = new BitSet();
    second.set(1);
    failures.add(new PushException("disk full", second, new IOException("disk full")));
    try (Logging logging = start()) {
      assertThat(consumer.consume(messages))
          .containsExactly(
              Outcome.ack(), Outcome.retry("backend did not take it: disk full"), Outcome.ack());
      assertThat(log())
          .contains("WARN")
          .contains("orders: backend did not take 1 of 3 messages: disk full");
      consumer.consume(messages);
    }
    assertThat(log()).contains("orders: backend takes messages again after 1 failures");
  }

  @Test
  void failsForAllWhenItIsUnknownWhichWereTakenAndSaysSo() {
    failures.add(new IllegalStateException("connection lost"));
    try (Logging logging = start()) {
      assertThatThrownBy(() -> consumer.consume(messages)).hasMessage("connection lost");
    }
    assertThat(log()).contains("did not take 3 of 3 messages: connection lost");
  }

  private Logging start() {
    LogConfig config = new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO, Map.of());
    return Logging.start(
        config, new StatusLine(new PrintStream(written, true, UTF_8)), false, false);
  }

  private String log() {
    return written.toString(UTF_8);
  }

  /** Fails as often as there are failures left. */
  private final class FailingPusher implements Pusher<byte[]> {
    @Override
    public String name() {
      return "backend";
    }

    @Override
    public void push(List<Message<byte[]>> pushed) throws Exception {
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
    }
  }
}
