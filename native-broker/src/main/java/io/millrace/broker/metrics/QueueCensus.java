package io.millrace.broker.metrics;

import io.millrace.broker.vhost.QueueFacts;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/**
 * All queues of a broker at about one moment.
 *
 * @param deepest those with the most messages, so many that each may have meters of its own
 * @param worst those that have not kept the most messages, likewise
 */
record QueueCensus(
    long queues,
    long ready,
    long unacknowledged,
    long delayed,
    long departing,
    long bytes,
    long consumers,
    List<Member> deepest,
    List<Member> worst) {
  static final QueueCensus EMPTY = new QueueCensus(0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

  private static final int MOST_NAMED = 200;

  /** One queue. */
  record Member(String virtualHost, QueueFacts facts) {
    long messages() {
      return facts.ready() + facts.unacknowledged() + facts.delayed() + facts.departing();
    }
  }

  /** Asks every queue: one hop to the loop of each. */
  static CompletableFuture<QueueCensus> take(VirtualHosts hosts) {
    List<CompletableFuture<List<Member>>> all = hosts.all().stream().map(QueueCensus::of).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> of(all.stream().map(CompletableFuture::join).flatMap(List::stream).toList()));
  }

  private static CompletableFuture<List<Member>> of(VirtualHost host) {
    return host.census()
        .thenApply(queues -> queues.stream().map(facts -> new Member(host.name(), facts)).toList());
  }

  private static QueueCensus of(List<Member> members) {
    List<Member> losing =
        members.stream().filter(member -> member.facts().losses().total() > 0).toList();
    return new QueueCensus(
        members.size(),
        sum(members, QueueFacts::ready),
        sum(members, QueueFacts::unacknowledged),
        sum(members, QueueFacts::delayed),
        sum(members, QueueFacts::departing),
        sum(members, QueueFacts::bytes),
        sum(members, QueueFacts::consumers),
        first(members, Member::messages),
        first(losing, member -> member.facts().losses().total()));
  }

  private static List<Member> first(List<Member> members, ToLongFunction<Member> most) {
    List<Member> sorted = new ArrayList<>(members);
    sorted.sort(
        Comparator.comparingLong(most)
            .reversed()
            .thenComparing(Member::virtualHost)
            .thenComparing(member -> member.facts().definition().name()));
    return List.copyOf(sorted.subList(0, Math.min(MOST_NAMED, sorted.size())));
  }

  private static long sum(List<Member> members, ToLongFunction<QueueFacts> what) {
    return members.stream().map(Member::facts).mapToLong(what).sum();
  }
}
