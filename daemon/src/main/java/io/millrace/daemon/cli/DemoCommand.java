package io.millrace.daemon.cli;

import io.millrace.daemon.config.Units;
import io.millrace.daemon.demo.DemoBackend;
import io.millrace.daemon.demo.DemoRun;
import io.millrace.daemon.demo.FlowRun;
import io.millrace.daemon.demo.broker.BrokerDemo;
import io.millrace.daemon.demo.kafka.KafkaDemo;
import io.millrace.daemon.demo.redis.RedisDemo;
import io.millrace.daemon.logging.Logging;
import io.millrace.daemon.logging.StatusLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code millrace demo}: shows what it promises, on a real backend that it starts for itself. */
@Command(
    name = "demo",
    description = {
      "Start the broker, publish to it and consume from it in order, until Ctrl-C; then check that nothing is missing.",
      "With a name start that backend, fill it, consume it in order, and check."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything came, once, and every key in order",
      "64:wrong usage",
      "69:the backend cannot be started",
      "70:something was lost, came twice or out of order, or was left behind",
      "75:stopped before everything had come"
    })
final class DemoCommand implements Callable<Integer> {
  private static final long MOST = 1_000_000_000_000L;

  private final CommandContext context;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "When to stop by itself: 10s, 5m.")
  private @Nullable Duration duration;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many keys the messages have; ${DEFAULT-VALUE} by default.")
  private int brokerKeys;

  /** Without the name of another backend. */
  @Override
  public Integer call() throws Exception {
    check("--keys", brokerKeys, 2, 10_000_000);
    StatusLine lines = new StatusLine(context.err());
    Logging.onlyWarnings(lines);
    boolean isTerminal = new ErrorTerminal(context.environment()).isThere();
    FlowRun run =
        new FlowRun(new BrokerDemo(), brokerKeys, Optional.ofNullable(duration), lines, isTerminal);
    context.signals().listen(signal -> run.stop(), () -> {});
    return exitCode(run.call());
  }

  @Command(
      name = "kafka",
      description = "Consume a topic of a real Kafka broker, which runs in a process of its own.",
      mixinStandardHelpOptions = true)
  int kafka(
      @Option(
              names = "--records",
              paramLabel = "N",
              defaultValue = "1000000",
              description = "How many; ${DEFAULT-VALUE} by default.")
          long records,
      @Option(
              names = "--partitions",
              paramLabel = "N",
              defaultValue = "12",
              description = "Of the topic; ${DEFAULT-VALUE} by default.")
          int partitions,
      @Option(
              names = "--keys",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How many keys the records have; ${DEFAULT-VALUE} by default.")
          int keys)
      throws Exception {
    check("--partitions", partitions, 1, 1_000);
    check("--records", records, 1, MOST);
    return show(() -> new KafkaDemo(partitions), records, keys);
  }

  @Command(
      name = "redis",
      description = {
        "Consume a list of a real Redis server, which runs in a process of its own.",
        "The machine must have one, 7.0 or later."
      },
      mixinStandardHelpOptions = true)
  int redis(
      @Option(
              names = "--jobs",
              paramLabel = "N",
              defaultValue = "1000000",
              description = "How many; ${DEFAULT-VALUE} by default.")
          long jobs,
      @Option(
              names = "--keys",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How many keys the jobs have; ${DEFAULT-VALUE} by default.")
          int keys,
      @Option(
              names = "--redis-server",
              paramLabel = "FILE",
              description = "The program; by default the first redis-server on the PATH.")
          @Nullable Path program)
      throws Exception {
    check("--jobs", jobs, 1, MOST);
    String path = context.environment().getOrDefault("PATH", "");
    return show(() -> new RedisDemo(Optional.ofNullable(program), path), jobs, keys);
  }

  private int show(Callable<DemoBackend> maker, long records, int keys) throws Exception {
    check("--keys", keys, 1, 10_000_000);
    StatusLine lines = new StatusLine(context.err());
    Logging.onlyWarnings(lines);
    DemoRun run;
    try {
      boolean isTerminal = new ErrorTerminal(context.environment()).isThere();
      run = new DemoRun(maker.call(), records, keys, lines, isTerminal);
    } catch (NoClassDefFoundError e) {
      throw new IOException(
          "this backend's jars are not there: " + e.getMessage() + "; start with bin/millrace", e);
    }
    context.signals().listen(signal -> run.stop(), () -> {});
    return exitCode(run.call());
  }

  private static int exitCode(DemoRun.Result result) {
    return switch (result) {
      case PERFECT -> ExitCode.OK;
      case IMPERFECT -> ExitCode.INTERNAL;
      case STOPPED -> ExitCode.RETURNED;
    };
  }

  /** Reads a duration as the configuration does. */
  private static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return Units.duration(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private void check(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " must be from " + min + " to " + max + ", found " + value);
    }
  }
}
