package io.millrace.bench.amqp.peers;

import static java.util.Objects.requireNonNull;

import io.millrace.bench.amqp.server.Peer;
import io.millrace.bench.amqp.server.Server;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints in Markdown, a row at a time; what failed stands in full below. For one thread. */
final class Table {
  private static final String NONE = "-";
  private static final double MEBIBYTE = 1 << 20;

  private final PrintStream out;
  private final List<Peer> peers;
  private final List<String> failures = new ArrayList<>();

  Table(PrintStream out, Map<Peer, Server> servers) {
    this.out = out;
    this.peers = List.copyOf(servers.keySet());
    out.println(
        "Messages/s sent → received · CPU of the broker, us a message received · MiB of it in"
            + " memory at the end, at its most");
    out.println();
    List<String> head = new ArrayList<>(List.of("load", "bytes"));
    servers.values().forEach(server -> head.add(server.product()));
    others().forEach(peer -> head.add("to " + peer + ": rate · CPU"));
    row(head);
    row(head.stream().map(name -> "---").toList());
  }

  /** Those that ours is compared with. */
  private List<Peer> others() {
    return peers.contains(Peer.MILLRACE)
        ? peers.stream().filter(peer -> peer != Peer.MILLRACE).toList()
        : List.of();
  }

  /** A load with all that was put under it. */
  void add(String load, int bytes, Map<Peer, Outcome> outcomes) {
    List<String> cells = new ArrayList<>(List.of(load, String.format(Locale.ROOT, "%,d", bytes)));
    for (Peer peer : peers) {
      Outcome outcome = requireNonNull(outcomes.get(peer));
      cells.add(outcome.figures().map(Table::text).orElse("failed"));
      if (outcome.figures().isEmpty()) {
        failures.add("%s, %s, %d bytes: %s".formatted(peer, load, bytes, outcome.failure()));
      }
    }
    for (Peer peer : others()) {
      cells.add(
          ratios(
              requireNonNull(outcomes.get(Peer.MILLRACE)).figures(),
              requireNonNull(outcomes.get(peer)).figures()));
    }
    row(cells);
  }

  private static String text(Figures figures) {
    return String.format(
        Locale.ROOT,
        "%,.0f → %,.0f · %.1f · %.0f, %.0f",
        figures.sentPerSecond(),
        figures.receivedPerSecond(),
        figures.serverMicros(),
        figures.residentBytes() / MEBIBYTE,
        figures.mostResidentBytes() / MEBIBYTE);
  }

  private static String ratios(Optional<Figures> ours, Optional<Figures> theirs) {
    if (ours.isEmpty() || theirs.isEmpty()) {
      return NONE;
    }
    return String.format(
        Locale.ROOT,
        "x%.1f · x%.2f",
        ours.get().receivedPerSecond() / theirs.get().receivedPerSecond(),
        ours.get().serverMicros() / theirs.get().serverMicros());
  }

  private void row(List<String> cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  /**
   * Says what failed.
   *
   * @return whether nothing did
   */
  boolean end() {
    failures.forEach(failure -> out.println("\nFailed: " + failure));
    return failures.isEmpty();
  }
}
