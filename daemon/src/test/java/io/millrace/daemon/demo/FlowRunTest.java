package io.millrace.daemon.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.demo.DemoRun.Result;
import io.millrace.daemon.demo.broker.BrokerDemo;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.queue.Message;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the broker, and a way to it that can be made to misbehave. */
@Timeout(240)
class FlowRunTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void isPerfectWhenAllThatWasPublishedComesInOrder() throws Exception {
    assertThat(run(batch -> batch)).as(shown()).isEqualTo(Result.PERFECT);
    assertThat(shown())
        .contains("the broker at 127.0.0.1:")
        .contains("all confirmed")
        .contains("lost 0")
        .contains("all of 20 keys in order, none missing, none twice");
  }

  @Test
  void isNotWhenOneMessageNeverCame() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    assertThat(run(batch -> lost.getAndSet(true) ? batch : batch.subList(0, batch.size() - 1)))
        .as(shown())
        .isEqualTo(Result.IMPERFECT);
    assertThat(shown()).contains("nothing came for 1 s", " missing, 0 twice, ");
  }

  @Test
  void endsWithTheReasonWhenNothingCanBePublished() {
    assertThatThrownBy(
            () ->
                run(
                    batch -> {
                      throw new PushException(
                          "refused for a test", new BitSet(), new IOException());
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("publishing failed")
        .hasMessageContaining("refused for a test");
  }

  private Result run(Way way) throws Exception {
    StatusLine lines = new StatusLine(new PrintStream(shown, true, UTF_8));
    return new FlowRun(
            new WayToTheBroker(way), 20, Optional.of(Duration.ofMillis(300)), lines, false)
        .call();
  }

  private String shown() {
    return shown.toString(UTF_8);
  }

  /** What becomes of a batch before it is published. */
  private interface Way {
    List<Message<byte[]>> change(List<Message<byte[]>> batch) throws PushException;
  }

  private static final class WayToTheBroker implements DemoBackend {
    private final BrokerDemo broker = new BrokerDemo();
    private final Way way;

    WayToTheBroker(Way way) {
      this.way = way;
    }

    @Override
    public String description() {
      return broker.description();
    }

    @Override
    public String start() throws IOException {
      return broker.start();
    }

    @Override
    public Pusher<byte[]> pusher() {
      Pusher<byte[]> real = broker.pusher();
      return new Pusher<>() {
        @Override
        public String name() {
          return real.name();
        }

        @Override
        public void push(List<Message<byte[]>> batch) throws Exception {
          real.push(way.change(batch));
        }

        @Override
        public void close() throws Exception {
          real.close();
        }
      };
    }

    @Override
    public int batch() {
      return broker.batch();
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return broker.producers();
    }

    @Override
    public Optional<String> notReady() {
      return broker.notReady();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Optional<String> leftBehind() {
      return broker.leftBehind();
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
