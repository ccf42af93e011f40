package io.millrace.daemon.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.config.Configuration;
import io.millrace.daemon.config.PipelineConfig;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.daemon.testparts.GateHandlerType;
import io.millrace.daemon.testparts.GatherSinkType;
import io.millrace.daemon.testparts.NumbersSourceType;
import io.millrace.queue.Concurrency;
import io.millrace.queue.Ordering;
import io.millrace.queue.Pusher;
import io.millrace.queue.QueueConfig.RateLimit;
import io.millrace.queue.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlueprintTest {
  private static final Parts PARTS =
      new Parts(
          Map.of("numbers", new NumbersSourceType()),
          Map.of("gather", new GatherSinkType(), "file", new FakeFileSinkType()),
          Map.of("gate", new GateHandlerType()));

  @Test
  void readsEveryKeyOfAPipeline() {
    PipelineConfig config =
        only("""
        pipelines:
          - name: all
            source: { numbers: { count: 1 } }
            order: key
            producers: 2
            consumers: { min: 4, max: 64 }
            buffer: { messages: 1000, bytes: 1MiB }
            fetch: 100
            retry: { attempts: 7, backoff: 2s..1m, jitter: 10%, max-waiting: 50 }
            rate: { per: 1m, max: 50 }
            time-limit: 10s
            dead-letter-time-limit: 1m
            virtual-threads: true
            handler: { gate: { then: ack } }
            dead-letter: { gather: { into: x } }
        """)
            .config();
    assertThat(config)
        .isEqualTo(
            new PipelineConfig(
                "all",
                Ordering.KEY,
                2,
                Concurrency.adaptive(4, 64),
                1000,
                1 << 20,
                100,
                new RetryPolicy(7, Duration.ofSeconds(2), Duration.ofMinutes(1), 0.1, 50),
                Optional.of(new RateLimit(50, Duration.ofMinutes(1))),
                Optional.of(Duration.ofSeconds(10)),
                Duration.ofMinutes(1),
                true));
  }

  @Test
  void hasDefaultsForAllButSourceAndEnd() {
    PipelinePlan plan = only("pipelines: [{name: a, source: numbers, sink: gather}]");
    PipelineConfig config = plan.config();
    assertThat(config.order()).isEqualTo(Ordering.NONE);
    assertThat(config.producers()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.consumers()).isEqualTo(Concurrency.adaptive(1, 256));
    assertThat(config.bufferMessages()).isEqualTo(4096);
    assertThat(config.bufferBytes()).isBetween(1L, Runtime.getRuntime().maxMemory() / 10);
    assertThat(config.retry())
        .as("a message for a sink waits for it")
        .isEqualTo(RetryPolicy.DEFAULT.withAttempts(Integer.MAX_VALUE));
    assertThat(config.rate()).isEmpty();
    assertThat(config.timeLimit()).isEmpty();
    assertThat(config.deadLetterTimeLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.virtualThreads()).isFalse();
  }

  @Test
  void keepsDeadLettersInTheStateDirectoryByDefault() {
    PipelinePlan plan =
        only("state: {dir: /var/lib/x}\npipelines: [{name: a, source: numbers, sink: gather}]");
    assertThat(plan.deadLetters().description())
        .isEqualTo("file /var/lib/x/dead-letters/a.ndjson for dead letters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sink: gather, consumers: many | 1:71: pipelines[0].consumers: expected a number from 1 to 10000",
        "sink: gather, consumers: 0 | 1:71: pipelines[0].consumers: expected a number from 1 to 10000",
        "sink: gather, consumers: {min: 9, max: 3} | 1:77: pipelines[0].consumers.min: must not be more than max",
        "sink: gather, retry: {backoff: 5m..1s} | 1:77: pipelines[0].retry.backoff: a back-off runs from its shortest",
        "sink: gather, retry: {jitter: 120%} | 1:76: pipelines[0].retry.jitter: expected a share such as 20% or 0.2",
        "sink: gather, retry: {attempts: 0} | 1:78: pipelines[0].retry.attempts: expected a number from 1, or 'unlimited'",
        "sink: gather, rate: {per: 1s} | 1:66: pipelines[0].rate.max: this key must have a value",
        "sink: gather, buffer: {bytes: 200%} | 1:76: pipelines[0].buffer.bytes: expected a share",
        "sink: gather, time-limit: 0s | 1:72: pipelines[0].time-limit: must be at least 1ms",
        "sink: gather, dead-letter-time-limit: 0 | 1:84: pipelines[0].dead-letter-time-limit: must be at least 1ms",
        "sink: gather, handler: gate | 1:52: pipelines[0].sink: a pipeline ends in a handler or in a sink",
        "order: none | 1:13: pipelines[0]: a pipeline needs a 'handler:' or a 'sink:'",
        "sink: gathr | 1:52: pipelines[0].sink: there is no sink 'gathr'; did you mean 'gather'?",
        "sink: {gathr: {}} | 1:53: pipelines[0].sink.gathr: there is no sink 'gathr'; did you mean 'gather'?",
        "sink: {gather: {}, file: {path: x}} | 1:53: pipelines[0].sink.gather: only one sink is possible",
        "sink: {gather: {itno: x}} | 1:62: pipelines[0].sink.gather.itno: unknown key; did you mean 'into'?",
      })
  void namesThePlaceOfAMistake(String rest, String expected) {
    assertThatThrownBy(() -> read("pipelines: [{name: a, source: {numbers: {}}, " + rest + "}]"))
        .message()
        .startsWith("f.yaml:" + expected);
  }

  @Test
  void tellsTheMistakesOfAllPipelines() {
    assertThatThrownBy(
            () ->
                read(
                    """
        pipelines:
          - { name: a, source: number, sink: gather }
          - { name: a, source: numbers, sink: gather }
          - { name: 12, source: numbers, sink: gather }
          - { nmae: c, source: numbers, sink: gather }
        """))
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .hasSize(5)
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .isEqualTo(
                                    "f.yaml:3:13: pipelines[1].name: another pipeline has this name")));
  }

  @Test
  void tellsTheMistakesOfAllPartsAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
        app: "a b"
        shutdown: 5s
        state: { dri: x }
        log: { level: lod, levels: { x: loud } }
        pipelines:
          - name: 12
            source: { number: {} }
            consumers: { min: 9, max: 3 }
            producers: [1]
            buffer: 5
            rate: { per: 0s }
            time-limit: 0s
            virtual-threads: ${NOWHERE}
            sink: { gather: { itno: x } }
            dead-letter: nowhere
            feth: 5
        """))
        .message()
        .satisfies(
            message ->
                assertThat(message.lines().map(line -> line.replaceAll("^f.yaml:(\\d+):.*", "$1")))
                    .containsExactly(
                        "1", "2", "3", "4", "4", "6", "7", "8", "9", "10", "11", "12", "13", "14",
                        "15", "16"));
  }

  @Test
  void needsAPipeline() {
    assertThatThrownBy(() -> read("app: x"))
        .hasMessage("f.yaml:1:1: pipelines: at least one pipeline is needed");
  }

  private static PipelinePlan only(String text) {
    return read(text).plans().get(0);
  }

  private static Blueprint read(String text) {
    return Blueprint.read(
        Configuration.parse("f.yaml", text, Map.of(), Map.of()),
        PARTS,
        new SimpleMeterRegistry(),
        new Owners());
  }

  /** Has the keys of the file sink that the default dead letters use. */
  private static final class FakeFileSinkType implements SinkType {
    @Override
    public String name() {
      return "file";
    }

    @Override
    public Sink configure(Options options, PipelineContext context) {
      return sink("file " + options.text("path"));
    }

    @Override
    public Sink configureDeadLetters(Options options, PipelineContext context) {
      options.text("sync", "os");
      return sink("file " + options.text("path") + " for dead letters");
    }

    private static Sink sink(String description) {
      return new Sink() {
        @Override
        public String description() {
          return description;
        }

        @Override
        public Pusher<byte[]> pusher() {
          throw new IllegalStateException("nothing is pushed here");
        }
      };
    }
  }
}
