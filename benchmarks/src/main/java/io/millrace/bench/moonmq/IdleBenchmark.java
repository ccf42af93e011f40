package io.millrace.bench.moonmq;

import io.millrace.bench.contest.Arguments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What a connection costs a broker that has bound a queue and of which nothing is heard. */
public final class IdleBenchmark {
  private static final String USAGE =
      """
      --connections 50000   as many files the broker and this must be allowed to have open
      --queues 1000         that they bind, in turn
      --heap 512            MiB of the broker
      """;
  private static final int OF_ONE_ADDRESS = 10_000;
  private static final int BUFFER_BYTES = 512;
  private static final int CREDIT = 256;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private IdleBenchmark() {}

  public static void main(String... args) throws IOException {
    int connections;
    int queues;
    int heap;
    try {
      Arguments given = Arguments.of(args);
      connections = (int) given.number("connections", 50_000);
      queues = (int) given.number("queues", 1_000);
      heap = (int) given.number("heap", 512);
      given.checkAllKnown();
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    try (Server server = new Server(Durability.TRANSIENT, heap)) {
      measure(server, connections, queues);
    }
  }

  private static void measure(Server server, int connections, int queues) throws IOException {
    List<Link> links = new ArrayList<>();
    try {
      for (int i = 0; i < queues; i++) {
        links.add(connect(server, i, queues));
      }
      long heap = server.heap();
      long resident = server.resident();
      long begin = System.nanoTime();
      for (int i = queues; i < connections + queues; i++) {
        links.add(connect(server, i, queues));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "%,d connections, bound, made at %,.0f/s: %,d bytes of heap each, %,d resident%n",
          connections,
          connections / seconds,
          (server.heap() - heap) / connections,
          (server.resident() - resident) / connections);
    } finally {
      for (Link link : links) {
        link.close();
      }
    }
  }

  private static Link connect(Server server, int number, int queues) throws IOException {
    byte[] from = LOOPBACK.clone();
    from[3] += (byte) (number / OF_ONE_ADDRESS);
    Link link =
        new Link(
            server.address(),
            new InetSocketAddress(InetAddress.getByAddress(from), 0),
            BUFFER_BYTES);
    Receiver.bind(link, "idle-" + number % queues, CREDIT);
    return link;
  }
}
