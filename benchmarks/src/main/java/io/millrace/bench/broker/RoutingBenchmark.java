package io.millrace.bench.broker;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.exchange.Routing;
import io.millrace.broker.exchange.RoutingTable;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What it costs to find the one queue that a message goes to: nanoseconds and bytes per message, by
 * type of exchange and number of bindings. Keys are drawn at random from 4,096 of those bound.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {
  private static final int QUEUES = 1_000;
  private static final int KEYS = 4_096;
  private static final String EXCHANGE = "measured";

  /** What is bound. */
  public enum Shape {
    /** {@code eu7.device123.temperature}, to a direct exchange. */
    DIRECT("direct"),
    /** The same keys, to a topic exchange. */
    TOPIC_WORDS("topic"),
    /** A third each of {@code eu7.device123.*}, {@code eu7.device123.#}, and without either. */
    TOPIC_PATTERNS("topic");

    private final String type;

    Shape(String type) {
      this.type = type;
    }

    private static String key(int i) {
      return device(i) + ".temperature";
    }

    private static String device(int i) {
      return "eu" + i % 100 + ".device" + i;
    }

    private String pattern(int i) {
      if (this != TOPIC_PATTERNS) {
        return key(i);
      }
      return switch (i % 3) {
        case 0 -> device(i) + ".*";
        case 1 -> device(i) + ".#";
        default -> key(i);
      };
    }
  }

  @Param public Shape shape = Shape.DIRECT;

  @Param({"1000", "100000"})
  public int bindings;

  private final Routing<Integer> routing = new Routing<>();
  private final Message[] messages = new Message[KEYS];
  private RoutingTable<Integer> table = RoutingTable.empty(ExchangeTypes.standard());
  private int next;

  /** Measures all shapes; arguments are those of JMH. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .include(RoutingBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  @Setup
  public void bind() {
    table = table.withExchange(ExchangeDefinition.of(EXCHANGE, shape.type));
    for (int i = 0; i < QUEUES; i++) {
      table = table.withQueue("queue" + i, i);
    }
    for (int i = 0; i < bindings; i++) {
      String queue = "queue" + i % QUEUES;
      table = table.bind(Binding.toQueue(EXCHANGE, queue, shape.pattern(i)));
    }
    Random random = new Random(42);
    for (int i = 0; i < KEYS; i++) {
      String key = Shape.key(random.nextInt(bindings));
      messages[i] = new Message(EXCHANGE, key, Properties.NONE, new byte[16]);
    }
  }

  @Benchmark
  public int route() {
    table.route(messages[next++ & (KEYS - 1)], routing);
    return routing.queue(0);
  }
}
