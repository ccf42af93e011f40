package io.millrace.bench.broker;

import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the core of the broker costs a message, from publish over route, enqueue, deliver and
 * acknowledge to confirm, without a network: CPU of the whole process, and bytes allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xms512m", "-Xmx512m", "-XX:+UseParallelGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BrokerBenchmark {
  private static final int MESSAGES = 100_000;

  /** A journal in memory, or how a store syncs: {@code os}, {@code interval}, {@code always}. */
  @Param({"volatile", "os", "always"})
  public String journal = "";

  /** Of the exchange. */
  @Param({"direct", "topic"})
  public String type = "";

  /** Keys, each bound once; messages go to them in turns. */
  @Param({"1000", "100000"})
  public int bindings;

  /** Of a body. */
  @Param({"16", "1024"})
  public int bytes;

  /**
   * How many messages may be published and not acknowledged. With many more, what is measured is a
   * backlog in memory, and its collection.
   */
  @Param("16384")
  public int window;

  private @Nullable Running running;

  /** Measures all; arguments are those of JMH. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .include(BrokerBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .build())
        .run();
  }

  /** A broker with its one client. */
  private record Running(BenchJournals journals, OwnerLoops loops, VirtualHosts hosts, Front front)
      implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(30);

    @Override
    public void close() throws Exception {
      hosts.stop(STOP);
      loops.stop(STOP);
      journals.close();
    }
  }

  @Setup
  public void start() throws Exception {
    Traffic traffic = new Traffic(type, bindings, bytes);
    BenchJournals journals = BenchJournals.of(journal);
    OwnerLoops loops =
        OwnerLoops.start(
            "bench-loop", 1, OwnerLoops.DEFAULT_LIMIT_BYTES, System::currentTimeMillis);
    VirtualHosts hosts =
        VirtualHosts.open(
            loops, journals.factory(), ExchangeTypes.standard(), HostSettings.DEFAULT);
    VirtualHost host = hosts.host(VirtualHosts.DEFAULT_NAME).orElseThrow();
    traffic.declare(host, journals.areStored());
    Front front = new Front(host, traffic, journals.areStored(), window);
    for (int n = 0; n < Traffic.QUEUES; n++) {
      Traffic.done(host.subscribe(traffic.queue(n), SubscribeOptions.prefetch(0, 2_000), front));
    }
    running = new Running(journals, loops, hosts, front);
  }

  @TearDown
  public void stop() throws Exception {
    running().close();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void message() {
    running().front().pass(MESSAGES);
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }
}
