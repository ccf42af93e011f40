package io.millrace.bench.redis;

import io.millrace.bench.contest.Client;
import io.millrace.bench.contest.Contest;
import io.millrace.bench.contest.Measured;
import io.millrace.bench.contest.Results;
import io.millrace.testkit.redis.RedisServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes jobs from one server in several ways: loops by hand, streams, Redis's own load generator,
 * BullMQ, Millrace. Each runs in a process of its own.
 */
public final class RedisBenchmark {
  private static final double STEADY = 0.1;

  private final RedisOptions options;
  private final Site site;
  private final Report report;

  RedisBenchmark(RedisOptions options, Site site, Report report) {
    this.options = options;
    this.site = site;
    this.report = report;
  }

  public static void main(String[] args) throws Exception {
    RedisOptions options;
    try {
      options = RedisOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + RedisOptions.USAGE);
      System.exit(64);
      return;
    }
    try (RedisServer server = RedisServer.builder().build()) {
      server.start();
      Report report = new Report(System.out, options);
      report.begin(version(server));
      new RedisBenchmark(options, new Site(server.host(), server.port()), report).run();
    }
  }

  private static String version(RedisServer server) {
    return server
        .command("INFO", "server")
        .lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring("redis_version:".length()))
        .findFirst()
        .orElse("?");
  }

  void run() throws IOException {
    for (int connections : options.connections()) {
      report.table(connections, measure(connections));
    }
  }

  private Results measure(int connections) throws IOException {
    Map<String, Client> clients = new LinkedHashMap<>();
    try {
      for (Contender contender : options.contendersChosen()) {
        String name = contender.name();
        clients.put(name, Client.start(RedisContender.class, name, options.heap()));
      }
      return new Contest(options.rounds(), options.warmUpRounds(), STEADY)
          .hold(clients, new Host(connections));
    } finally {
      clients.values().forEach(Client::close);
    }
  }

  private final class Host implements Contest.Host {
    private final int connections;

    Host(int connections) {
      this.connections = connections;
    }

    @Override
    public String prepare(String name) throws IOException {
      Contender contender = Contenders.named(name);
      long jobs = contender.jobs(options.jobs());
      contender.fill(site, jobs, options.sizeBytes());
      return new Run(site, connections, jobs, options.longest()).toLine();
    }

    @Override
    public void measured(String contender, int round, Measured measured) {
      Report.progress(connections, contender, round, measured);
    }
  }
}
