package io.millrace.bench.broker;

import io.millrace.bench.contest.Arguments;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.vhost.HostSettings;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the core of the broker costs a message, from publish over route, enqueue, deliver and
 * acknowledge to confirm, without a network: CPU and allocation of the whole process for each.
 */
public final class BrokerBenchmark {
  private BrokerBenchmark() {}

  /**
   * {@code --journal volatile,os,always --type direct,topic --bindings 1000 --bytes 16,1024
   * --messages 1000000 --rounds 5 --loops 1}.
   */
  public static void main(String[] args) throws Exception {
    Arguments arguments = Arguments.of(args);
    List<String> journals = arguments.list("journal", "volatile", journal -> journal);
    List<String> types = arguments.list("type", "direct,topic", type -> type);
    List<Integer> bindings = arguments.list("bindings", "1000", Integer::valueOf);
    List<Integer> bytes = arguments.list("bytes", "16,1024", Integer::valueOf);
    long messages = (long) arguments.number("messages", 1_000_000);
    int rounds = (int) arguments.number("rounds", 5);
    int loops = (int) arguments.number("loops", 1);
    arguments.checkAllKnown();
    for (String journal : journals) {
      for (String type : types) {
        for (int keys : bindings) {
          for (int size : bytes) {
            Costs costs = measure(journal, new Traffic(type, keys, size), messages, rounds, loops);
            System.out.println(
                String.format(
                    Locale.ROOT,
                    "%-8s %-6s %,7d bindings %,5d B: %s",
                    journal,
                    type,
                    keys,
                    size,
                    costs));
          }
        }
      }
    }
  }

  private static Costs measure(
      String journal, Traffic traffic, long messages, int rounds, int loopCount) throws Exception {
    try (BenchJournals journals = BenchJournals.of(journal)) {
      OwnerLoops loops =
          OwnerLoops.start(
              "bench-loop", loopCount, OwnerLoops.DEFAULT_LIMIT_BYTES, System::currentTimeMillis);
      VirtualHosts hosts =
          VirtualHosts.open(
              loops, journals.factory(), ExchangeTypes.standard(), HostSettings.DEFAULT);
      VirtualHost host = hosts.host(VirtualHosts.DEFAULT_NAME).orElseThrow();
      traffic.declare(host, journals.areStored());
      Front front = new Front(host, traffic, journals.areStored());
      for (int n = 0; n < Traffic.QUEUES; n++) {
        Traffic.done(host.subscribe(traffic.queue(n), SubscribeOptions.prefetch(0, 2_000), front));
      }
      front.pass(messages);
      Costs best = Costs.NONE;
      for (int round = 0; round < rounds; round++) {
        Costs before = Costs.now();
        front.pass(messages);
        best = best.lower(Costs.now().since(before).per(messages));
      }
      hosts.stop(Duration.ofSeconds(30));
      loops.stop(Duration.ofSeconds(30));
      return best;
    }
  }
}
