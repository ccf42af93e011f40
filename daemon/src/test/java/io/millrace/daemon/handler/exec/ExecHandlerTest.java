package io.millrace.daemon.handler.exec;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.fixture.MapOptions;
import io.millrace.queue.Consumer;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecHandlerTest {
  @TempDir Path directory;

  @Test
  void theChildsAnswerDecides() throws Exception {
    try (Consumer<byte[]> consumer = shell("while read -r line; do echo \"$line\"; done")) {
      assertThat(consumer.consume(message("ok"))).isEqualTo(Outcome.ack());
      assertThat(consumer.consume(message("retry later please")))
          .isEqualTo(Outcome.retry("later please"));
      assertThat(consumer.consume(message("error broken"))).isEqualTo(Outcome.retry("broken"));
      assertThat(consumer.consume(message("reject")))
          .isEqualTo(Outcome.reject("the child said reject"));
      assertThat(consumer.consume(message("dead because")))
          .isEqualTo(Outcome.deadLetter("because"));
    }
  }

  @Test
  void theChildGetsEachPayloadAsALine() throws Exception {
    try (Consumer<byte[]> consumer =
        shell("while read -r line; do echo \"$line\" >> got; echo ok; done")) {
      consumer.consume(message("one"));
      consumer.consume(message("two three"));
    }

    assertThat(Files.readAllLines(directory.resolve("got"))).containsExactly("one", "two three");
  }

  @Test
  void aChildThatExitsIsReplacedAndItsMessageRetried() throws Exception {
    try (Consumer<byte[]> consumer =
        shell("while read -r line; do if [ \"$line\" = die ]; then exit 3; fi; echo ok; done")) {
      assertThat(consumer.consume(message("fine"))).isEqualTo(Outcome.ack());
      assertThat(consumer.consume(message("die")))
          .isEqualTo(Outcome.retry("the child ended with exit code 3 without an answer"));
      assertThat(consumer.consume(message("fine"))).isEqualTo(Outcome.ack());
    }
  }

  @Test
  void aChildThatPrintsGarbageOrTooMuchIsReplaced() throws Exception {
    try (Consumer<byte[]> consumer =
        shell(
            "while read -r line; do echo \"$line\"; if [ \"$line\" = ok2 ]; then echo more; fi; done")) {
      assertThat(consumer.consume(message("secret garbage")))
          .isInstanceOfSatisfying(
              Outcome.Retry.class,
              retry ->
                  assertThat(retry.reason()).contains("14 characters").doesNotContain("secret"));
      assertThat(consumer.consume(message("ok"))).isEqualTo(Outcome.ack());
    }
    try (Consumer<byte[]> consumer = shell("while read -r line; do printf 'ok\\nmore\\n'; done")) {
      consumer.consume(message("1"));
      assertThat(consumer.consume(message("2")))
          .isEqualTo(Outcome.retry("the child printed more than one line for a message"));
    }
  }

  @Test
  void aChildThatClosesItsOutputIsReplaced() throws Exception {
    try (Consumer<byte[]> consumer = shell("read -r line; exec >&-; cat > /dev/null")) {
      assertThat(consumer.consume(message("1")))
          .isEqualTo(Outcome.retry("the child closed its output without an answer"));
    }
  }

  @Test
  void aProgramThatIsNoLongerThereIsAClearReason() throws Exception {
    Path program = Files.createFile(directory.resolve("program"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (Consumer<byte[]> consumer = consumer(List.of("./program"))) {
      Files.delete(program);
      assertThat(consumer.consume(message("1")))
          .isInstanceOfSatisfying(
              Outcome.Retry.class, retry -> assertThat(retry.reason()).contains("./program"));
    }
  }

  @Test
  void aProgramThatCannotBeRunIsAConfigurationError() throws Exception {
    Files.createFile(directory.resolve("program"));
    assertThatThrownBy(() -> consumer(List.of("./program")))
        .hasMessageContaining("make it executable: chmod +x " + directory.resolve("program"));
  }

  @Test
  void anInterruptEndsAHangingChildAndWhatItHasStarted() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try (Consumer<byte[]> consumer =
                  shell("read -r line; echo $$ > pid; sleep 1000; echo ok")) {
                consumer.consume(message("1"));
              } catch (Exception e) {
                thrown.complete(e);
              }
            });
    worker.start();
    Path pid = directory.resolve("pid");
    await().until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

    worker.interrupt();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    await().until(() -> !child.isAlive());
  }

  @Test
  void aChildThatDoesNotReadCanBeInterruptedToo() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Path started = directory.resolve("started");
    Thread worker =
        new Thread(
            () -> {
              try (Consumer<byte[]> consumer = shell("echo > started; sleep 1000")) {
                consumer.consume(message("x".repeat(1_000_000)));
              } catch (Exception e) {
                thrown.complete(e);
              }
            });
    worker.start();
    await().until(() -> Files.exists(started));

    worker.interrupt();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aPayloadWithALineEndIsADeadLetter() throws Exception {
    try (Consumer<byte[]> consumer = shell("while read -r line; do echo ok; done")) {
      assertThat(consumer.consume(message("a\nb"))).isInstanceOf(Outcome.DeadLetter.class);
    }
  }

  @Test
  void aMissingCommandIsAConfigurationError() {
    assertThatThrownBy(() -> new ExecHandlerType().configure(MapOptions.of(), context(directory)))
        .hasMessageContaining("command");
  }

  private Consumer<byte[]> shell(String script) throws Exception {
    return consumer(List.of("/bin/sh", "-c", script));
  }

  private Consumer<byte[]> consumer(List<String> command) throws Exception {
    return single(
        new ExecHandlerType()
            .configure(MapOptions.of("command", command), context(directory))
            .consumers());
  }

  private static Consumer<byte[]> single(QueueConfig.Handler<byte[]> handler) throws Exception {
    return ((QueueConfig.Single<byte[]>) handler).factory().create();
  }
}
