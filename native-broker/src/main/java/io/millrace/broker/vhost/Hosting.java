package io.millrace.broker.vhost;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.DestinationKind;
import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.VolatileJournal;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.policy.Policy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one virtual host, put together, and what queues need of it. */
final class Hosting implements QueueHost {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualHost.class);

  private final String name;
  private final OwnerLoops loops;
  private final OwnerLoop topologyLoop;
  private final JournalFactory journals;
  private final HostSettings settings;
  private final QueueSettings plainRules;
  private final DefinitionStore definitions;
  private final PolicyBook policies;
  private final OptionBook options;
  private final Topology topology;
  private final QueueDirectory queues;
  private final QueuePauses pauses;
  private final QueueOperations operations;
  private final Moves moves;
  private final UnroutableCounts unroutable = new UnroutableCounts();
  private final TrafficCounts traffic;

  /** Of what the broker publishes by itself, which nobody asks for. */
  private final TrafficCounts ownTraffic = new TrafficCounts();

  private final RoomWarnings.Rate roomWarnings = new RoomWarnings.Rate();
  private final List<LetterDesk> desks;
  private final HostEnd end;

  /** On the topology's loop: recovers what is stored. */
  Hosting(
      String name,
      OwnerLoops loops,
      OwnerLoop topologyLoop,
      JournalFactory journals,
      ExchangeTypes types,
      HostSettings settings,
      TrafficCounts traffic,
      Supplier<String> madeNames) {
    this.name = name;
    this.traffic = traffic;
    this.loops = loops;
    this.topologyLoop = topologyLoop;
    this.journals = journals;
    this.settings = settings;
    this.plainRules = QueueSettings.plain(settings);
    definitions = DefinitionStore.open(topologyLoop, journals, JournalNames.definitions(name));
    policies = new PolicyBook(topologyLoop, definitions);
    options = new OptionBook(topologyLoop, definitions);
    topology = new Topology(topologyLoop, definitions, types, policies::alternateOf, unroutable);
    operations = new QueueOperations(topology::snapshot);
    moves = new Moves(topology::snapshot, this::ownPublisher, operations::nextConsumer);
    queues =
        new QueueDirectory(
            name, topologyLoop, loops, topology, definitions, this, this::rules, madeNames);
    pauses =
        new QueuePauses(
            topologyLoop, definitions, queue -> topology.snapshot().table().queue(queue));
    desks =
        loops.all().stream()
            .map(loop -> new LetterDesk(loop, this::ownPublisher, letterQueues(loop)))
            .toList();
    end = new HostEnd(topologyLoop, topology::snapshot, definitions);
    TopologyRecords.limits(definitions).ifPresent(queues::setLimits);
    topology.setOptions(options.options());
    topology.recoverExchanges();
    queues.recover();
    topology.recoverBindings();
    queues.openRecovered();
    pauses.recover();
    deleteOrphans();
  }

  /** Journals of queues that were deleted, or never answered, when the broker went down. */
  private void deleteOrphans() {
    String prefix = JournalNames.queues(name);
    OrphanJournals.delete(
        journals,
        topologyLoop,
        journal ->
            journal.startsWith(prefix) && queues.queue(journal.substring(prefix.length())) == null);
  }

  private LetterQueues letterQueues(OwnerLoop loop) {
    return new LetterQueues(
        loop, topology::snapshot, letters -> onTopology(now -> queues.declareOwn(letters)));
  }

  PolicyBook policies() {
    return policies;
  }

  CompletableFuture<Answer<Policy>> setPolicy(Policy policy, boolean byOperator) {
    return onTopology(now -> applied(policies.set(policy, byOperator)));
  }

  CompletableFuture<Answer<String>> removePolicy(String policy, boolean byOperator) {
    return onTopology(now -> applied(policies.remove(policy, byOperator)));
  }

  /** A policy has changed: all that it may be about is told. */
  private <T> T applied(T answer) {
    topology.applyAlternates();
    queues.applyRules();
    return answer;
  }

  Topology topology() {
    return topology;
  }

  QueueDirectory queues() {
    return queues;
  }

  QueueOperations operations() {
    return operations;
  }

  Moves moves() {
    return moves;
  }

  UnroutableCounts unroutable() {
    return unroutable;
  }

  Publisher publisher(ConfirmTarget target, boolean patient) {
    return publisher(target, patient, traffic);
  }

  private Publisher ownPublisher(ConfirmTarget target) {
    return publisher(target, false, ownTraffic);
  }

  private Publisher publisher(ConfirmTarget target, boolean patient, TrafficCounts counts) {
    return new Publisher(
        topology::snapshot,
        unroutable,
        counts,
        loops.all(),
        target,
        settings.publishLimits(),
        patient);
  }

  @Override
  public TrafficCounts traffic() {
    return traffic;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RoomWarnings.Rate roomWarnings() {
    return roomWarnings;
  }

  /** Does something on the topology's loop. */
  <T> CompletableFuture<T> onTopology(LongFunction<CompletableFuture<T>> work) {
    return topologyLoop.callAsync(
        now ->
            end.hasBegun()
                ? CompletableFuture.failedFuture(new HostStoppedException(name))
                : work.apply(now));
  }

  CompletableFuture<Answer<Binding>> bind(Binding binding, long connection) {
    return onTopology(
        now ->
            isLocked(binding, connection)
                ? Topology.refuse(new Refusal.Locked(binding.destination()))
                : topology.bind(binding));
  }

  /** Where there is nothing to unbind, it does not matter whose queue it is. */
  CompletableFuture<Answer<Binding>> unbind(Binding binding, long connection) {
    return onTopology(
        now ->
            isLocked(binding, connection) && topology.isBound(binding)
                ? Topology.refuse(new Refusal.Locked(binding.destination()))
                : topology.unbind(binding));
  }

  private boolean isLocked(Binding binding, long connection) {
    HostedQueue queue =
        binding.kind() == DestinationKind.QUEUE ? queues.queue(binding.destination()) : null;
    return queue != null && queue.isLockedFor(connection);
  }

  CompletableFuture<Void> connectionClosed(long connection) {
    return onTopology(now -> queues.connectionClosed(connection));
  }

  CompletableFuture<VirtualHostLimits> setLimits(VirtualHostLimits limits) {
    return onTopology(
        now -> {
          queues.setLimits(limits);
          return definitions.put(TopologyRecords.of(limits), now).thenApply(durable -> limits);
        });
  }

  CompletableFuture<Answer<Boolean>> pause(String queue, boolean paused) {
    return onTopology(now -> pauses.set(queue, paused));
  }

  CompletableFuture<Answer<VirtualHostOptions>> setOptions(VirtualHostOptions others) {
    return onTopology(now -> options.set(others, topology, queues));
  }

  /** Queues of which nothing special is said share their rules, as most of very many do. */
  private QueueSettings rules(QueueDefinition queue) {
    QueueArguments arguments =
        QueueArguments.of(queue.arguments()).with(policies.of(queue)).with(options.of(queue));
    return arguments.isEmpty() ? plainRules : QueueSettings.of(arguments, settings);
  }

  @Override
  public Journal openJournal(HostedQueue queue) {
    return queue.isStored()
        ? journals.open(
            JournalNames.queue(name, queue.name()),
            queue.loop(),
            () -> queue.guarded(LiveQueue::touch))
        : new VolatileJournal(settings.memoryQueueBytes());
  }

  @Override
  public LetterDesk letterDesk(int loopIndex) {
    return desks.get(loopIndex);
  }

  @Override
  public void unused(HostedQueue queue, long sinceMillis) {
    report(onTopology(now -> queues.deleteIfUnusedSince(queue, sinceMillis)), queue);
  }

  @Override
  public void failed(HostedQueue queue, RuntimeException cause) {
    LOG.error("virtual host {}: {} is unavailable until the next start", name, queue);
  }

  private void report(CompletableFuture<? extends Answer<?>> answer, HostedQueue about) {
    var unused =
        answer.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("virtual host {}: {}: not done", name, about, failure);
              } else {
                done.refusal()
                    .ifPresent(
                        why -> LOG.debug("virtual host {}: {}: {}", name, about, why.text()));
              }
            });
  }

  HostEnd end() {
    return end;
  }
}
