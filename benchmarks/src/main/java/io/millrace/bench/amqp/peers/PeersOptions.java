package io.millrace.bench.amqp.peers;

import io.millrace.bench.amqp.Clients;
import io.millrace.bench.amqp.server.Peer;
import io.millrace.bench.contest.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What to measure, from the command line. */
record PeersOptions(
    List<Load> loads,
    List<Peer> servers,
    List<String> scenarios,
    List<Integer> bytes,
    Duration warmUp,
    Duration time,
    int rounds) {

  private static final String SCENARIOS = "autoack,confirms,confirms-4x4,durable,fanout,topic";

  static final String USAGE =
      """
      --loads perf-test,lean
      --servers millrace,rabbitmq,qpid
      --scenarios autoack,confirms,confirms-4x4,durable,fanout,topic   of which lean knows autoack, confirms, durable
      --bytes 16,1024,16384   of a message
      --warm-up 3  --seconds 6  --rounds 1   of each cell; the median round counts
      and of the lean load:
      """
          + Clients.USAGE;

  static PeersOptions parse(String... args) {
    Arguments given = Arguments.of(args);
    Clients clients = Clients.from(given);
    PeersOptions options =
        new PeersOptions(
            given.list("loads", "perf-test,lean", name -> load(name, clients)),
            given.list("servers", "millrace,rabbitmq,qpid", Peer::parse),
            given.list("scenarios", SCENARIOS, PeersOptions::scenario),
            given.list("bytes", "16,1024,16384", Integer::valueOf),
            given.seconds("warm-up", 3),
            given.seconds("seconds", 6),
            (int) given.number("rounds", 1));
    given.checkAllKnown();
    return options;
  }

  private static Load load(String name, Clients clients) {
    return switch (name) {
      case "perf-test" -> new PerfTestLoad();
      case "lean" -> new LeanLoad(clients);
      default -> throw new IllegalArgumentException("no load: " + name);
    };
  }

  private static String scenario(String name) {
    if (Stream.of(SCENARIOS.split(",")).noneMatch(name::equals)) {
      throw new IllegalArgumentException("no scenario: " + name);
    }
    return name;
  }
}
