package io.millrace.bench.amqp.peers;

import io.millrace.bench.amqp.server.Peer;
import io.millrace.bench.amqp.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Brokers side by side under the loads of RabbitMQ's PerfTest and of a lean generator. All run from
 * the beginning to the end, and have their turns load by load, so that what else the machine does
 * meets them alike.
 */
public final class PeersBenchmark {
  private final PeersOptions options;

  private PeersBenchmark(PeersOptions options) {
    this.options = options;
  }

  /** See {@link PeersOptions#USAGE}; exits with 1 if a cell has failed. */
  public static void main(String... args) throws IOException, InterruptedException {
    PeersOptions options;
    try {
      options = PeersOptions.parse(args);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(PeersOptions.USAGE);
      System.exit(2);
      return;
    }
    if (!new PeersBenchmark(options).run()) {
      System.exit(1);
    }
  }

  private boolean run() throws IOException, InterruptedException {
    Map<Peer, Server> servers = new EnumMap<>(Peer.class);
    try {
      for (Peer peer : options.servers()) {
        servers.put(peer, peer.start());
      }
      Table table = new Table(System.out, servers);
      for (Load load : options.loads()) {
        for (String scenario : options.scenarios()) {
          if (load.scenarios().contains(scenario)) {
            measure(load, scenario, servers, table);
          }
        }
      }
      return table.end();
    } finally {
      servers.values().forEach(Server::close);
    }
  }

  private void measure(Load load, String scenario, Map<Peer, Server> servers, Table table)
      throws InterruptedException {
    for (int bytes : options.bytes()) {
      Map<Peer, List<Figures>> rounds = new EnumMap<>(Peer.class);
      Map<Peer, Outcome> outcomes = new EnumMap<>(Peer.class);
      for (int round = 0; round < options.rounds(); round++) {
        for (Map.Entry<Peer, Server> each : servers.entrySet()) {
          Peer peer = each.getKey();
          try {
            rounds
                .computeIfAbsent(peer, none -> new ArrayList<>())
                .add(once(load, scenario, bytes, each.getValue()));
          } catch (IOException | RuntimeException e) {
            outcomes.put(peer, Outcome.failed(e));
          }
        }
      }
      rounds.forEach(
          (peer, figures) ->
              outcomes.computeIfAbsent(peer, none -> Outcome.of(Figures.median(figures))));
      table.add(load.name() + " " + scenario, bytes, outcomes);
    }
  }

  private Figures once(Load load, String scenario, int bytes, Server server)
      throws IOException, InterruptedException {
    server.process().forgetMost();
    return load.run(server, scenario, bytes, options.warmUp(), options.time());
  }
}
