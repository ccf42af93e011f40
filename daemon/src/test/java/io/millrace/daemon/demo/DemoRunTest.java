package io.millrace.daemon.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.demo.DemoRun.Result;
import io.millrace.daemon.logging.StatusLine;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import io.millrace.queue.Settlement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a backend in memory that can be made to misbehave. */
@Timeout(120)
class DemoRunTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final ListBackend backend = new ListBackend();

  @Test
  void isPerfectWhenEverythingComesInOrder() throws Exception {
    assertThat(run().call()).isEqualTo(Result.PERFECT);
    assertThat(shown.toString(UTF_8).lines())
        .contains("starting a list", "list ready, ready in 0.0 s")
        .contains("consuming in the order of keys with 2 producers and 8 consumers")
        .contains("all of 7 keys in order, none missing, none twice")
        .anyMatch(line -> line.startsWith("filled with 1,000 records of 100 bytes in 7 keys"))
        .anyMatch(line -> line.startsWith("finished 1,000 (acked 1,000,"));
    assertThat(backend.closed).isTrue();
  }

  @Test
  void isNotPerfectWhenSomethingIsMissing() throws Exception {
    backend.drops = true;
    assertThat(run().call()).isEqualTo(Result.IMPERFECT);
    assertThat(shown.toString(UTF_8)).contains("nothing came for 1 s").contains(" missing, ");
    assertThat(backend.closed).isTrue();
  }

  @Test
  void isNotPerfectWhenTheBackendStillHoldsSomething() throws Exception {
    backend.left = Optional.of("the list holds more");
    assertThat(run().call()).isEqualTo(Result.IMPERFECT);
    assertThat(shown.toString(UTF_8)).contains("the list holds more\n");
  }

  @Test
  void stopsInOrderWhenAsked() throws Exception {
    DemoRun run = run();
    backend.onStart = run::stop;
    assertThat(run.call()).isEqualTo(Result.STOPPED);
    assertThat(backend.messages).isEmpty();
    assertThat(backend.closed).isTrue();
  }

  @Test
  void drainsWhenItIsStoppedInTheMiddle() throws Exception {
    DemoRun run = run();
    backend.onFetch = run::stop;
    backend.drops = true; // so that it cannot come to its end before
    assertThat(run.call()).isEqualTo(Result.STOPPED);
    assertThat(shown.toString(UTF_8))
        .contains("lost 0")
        .endsWith("stopped before everything had come\n");
  }

  @Test
  void closesABackendThatCannotBeStarted() {
    backend.onStart =
        () -> {
          throw new IllegalStateException("no room");
        };
    assertThatThrownBy(() -> run().call()).hasMessage("no room");
    assertThat(backend.closed).isTrue();
  }

  private DemoRun run() {
    return new DemoRun(
        backend, 1_000, 7, new StatusLine(new PrintStream(shown, true, UTF_8)), false);
  }

  private static final class ListBackend implements DemoBackend {
    private final Queue<Message<byte[]>> messages = new ArrayDeque<>();
    private Runnable onStart = () -> {};
    private Runnable onFetch = () -> {};
    private Optional<String> left = Optional.empty();
    private boolean drops;
    private boolean closed;

    @Override
    public String description() {
      return "a list";
    }

    @Override
    public String start() throws IOException {
      onStart.run();
      return "list ready";
    }

    @Override
    public Optional<String> leftBehind() {
      return left;
    }

    @Override
    public Pusher<byte[]> pusher() {
      return new Pusher<>() {
        @Override
        public String name() {
          return "list";
        }

        @Override
        public void push(List<Message<byte[]>> batch) {
          messages.addAll(drops ? batch.subList(0, batch.size() - 1) : batch);
        }
      };
    }

    @Override
    public int batch() {
      return 300;
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return index -> new ListProducer(index == 0 ? messages : new ArrayDeque<>(), onFetch);
    }

    @Override
    public Optional<String> notReady() {
      return Optional.empty();
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(1);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private record ListProducer(Queue<Message<byte[]>> messages, Runnable onFetch)
      implements Producer<byte[]> {
    @Override
    public FetchResult fetch(Fetch<byte[]> fetch) {
      onFetch.run();
      while (fetch.count() < fetch.messageLimit() && !messages.isEmpty()) {
        fetch.add(messages.remove());
      }
      return messages.isEmpty() ? FetchResult.IDLE : FetchResult.MORE;
    }

    @Override
    public void settle(List<Settlement<byte[]>> settlements) {
      // Nobody keeps account of them.
    }
  }
}
