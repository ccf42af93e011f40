package io.millrace.broker.vhost;

import io.millrace.broker.exchange.RoutingTable;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.message.Headers;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which queues a virtual host has: declares and deletes them. A queue gets its loop by its name,
 * and is opened there before anybody can see it.
 *
 * <p>Owned by the topology's loop.
 */
final class QueueDirectory {
  private static final String MADE_PREFIX = "amq.gen-";

  /** RabbitMQ's: a client may look for it in the address of an answer. */
  private static final String REPLY_PREFIX = "amq.rabbitmq.reply-to.";

  private final String virtualHost;
  private final OwnerLoop loop;
  private final OwnerLoops loops;
  private final Topology topology;
  private final DefinitionStore definitions;
  private final QueueHost host;
  private final Function<QueueDefinition, QueueSettings> rules;
  private final Supplier<String> madeNames;
  private VirtualHostLimits limits = VirtualHostLimits.NONE;

  private final Deletions deletions = new Deletions();

  /** Queues whose definitions are not durable yet. */
  private final Map<HostedQueue, CompletableFuture<Void>> defining = new HashMap<>();

  /** The exclusive queues of each connection. */
  private final Map<Long, Set<HostedQueue>> exclusive = new HashMap<>();

  QueueDirectory(
      String virtualHost,
      OwnerLoop loop,
      OwnerLoops loops,
      Topology topology,
      DefinitionStore definitions,
      QueueHost host,
      Function<QueueDefinition, QueueSettings> rules,
      Supplier<String> madeNames) {
    this.virtualHost = virtualHost;
    this.loop = loop;
    this.loops = loops;
    this.topology = topology;
    this.definitions = definitions;
    this.host = host;
    this.rules = rules;
    this.madeNames = madeNames;
  }

  void setLimits(VirtualHostLimits other) {
    limits = other;
  }

  VirtualHostLimits limits() {
    return limits;
  }

  /** Takes over the queues that are stored; {@link #openRecovered} is to follow. */
  void recover() {
    for (DefinitionStore.Definition stored : definitions.all(TopologyRecords.QUEUE)) {
      topology.addQueue(create(TopologyRecords.queue(stored), 0));
    }
  }

  /** Opens what was taken over: dead letters leave at once, and need all queues and bindings. */
  void openRecovered() {
    for (HostedQueue queue : table().queues()) {
      var unused = queue.open(rules.apply(queue.definition()), true);
    }
  }

  CompletableFuture<Answer<QueueFacts>> declare(QueueDefinition asked, long connection) {
    return asked.name().isEmpty()
        ? create(asked.withName(MADE_PREFIX + madeNames.get()), connection, true)
        : declare(asked, connection, false);
  }

  /** Declares a queue of the broker's own, whose name clients cannot take. */
  CompletableFuture<Answer<QueueFacts>> declareOwn(QueueDefinition asked) {
    return declare(asked, 0, true);
  }

  /** Declares a queue for the answers that a connection is to get, whose name nobody can guess. */
  CompletableFuture<Answer<QueueFacts>> declareForReplies(long connection) {
    String name = REPLY_PREFIX + madeNames.get();
    return declare(new QueueDefinition(name, false, true, true, Headers.EMPTY), connection, true);
  }

  private CompletableFuture<Answer<QueueFacts>> declare(
      QueueDefinition asked, long connection, boolean own) {
    if (deletions.isUnderWay(asked.name())) {
      return deletions.end(asked.name()).thenCompose(nothing -> declare(asked, connection, own));
    }
    HostedQueue existing = queue(asked.name());
    return existing == null
        ? create(asked, connection, own)
        : declareAgain(existing, asked, connection);
  }

  private CompletableFuture<Answer<QueueFacts>> declareAgain(
      HostedQueue existing, QueueDefinition asked, long connection) {
    if (existing.isLockedFor(connection)) {
      return Topology.refuse(new Refusal.Locked(asked.name()));
    }
    Optional<Refusal> wrong = Equivalence.of(existing.definition(), asked);
    if (wrong.isPresent()) {
      return Topology.refuse(wrong.get());
    }
    return defining
        .getOrDefault(existing, CompletableFuture.completedFuture(null))
        .thenCombine(touchedFacts(existing), (durable, answer) -> answer);
  }

  private static CompletableFuture<Answer<QueueFacts>> touchedFacts(HostedQueue queue) {
    return queue.ask(
        (live, nowMillis) -> {
          live.use(nowMillis);
          return Answer.done(live.facts());
        });
  }

  private CompletableFuture<Answer<QueueFacts>> create(
      QueueDefinition asked, long connection, boolean own) {
    Optional<Refusal> wrong =
        (own ? Optional.<Refusal>empty() : DeclarationRules.refusalOfName(asked))
            .or(() -> DeclarationRules.refusal(asked));
    if (wrong.isPresent()) {
      return Topology.refuse(wrong.get());
    }
    if (table().queueCount() >= limits.maxQueues()) {
      return Topology.refuse(new Refusal.LimitReached("queues", limits.maxQueues()));
    }
    HostedQueue queue = create(asked, connection);
    CompletableFuture<Answer<QueueFacts>> facts = open(queue);
    return queue.isStored() ? define(queue).thenCombine(facts, (durable, answer) -> answer) : facts;
  }

  /** It can be published to at once, but confirms nothing that a restart would not find. */
  private CompletableFuture<Void> define(HostedQueue queue) {
    CompletableFuture<Void> durable = put(queue.definition());
    defining.put(queue, durable);
    return durable.whenComplete(
        (nothing, failure) -> {
          defining.remove(queue);
          queue.loop().post(new QueueWork(queue, (live, nowMillis) -> live.defined(failure)));
        });
  }

  private CompletableFuture<Void> put(QueueDefinition definition) {
    try {
      return definitions.put(TopologyRecords.of(definition, false), loop.nowMillis());
    } catch (RuntimeException fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private HostedQueue create(QueueDefinition definition, long connection) {
    OwnerLoop owner = loops.loopOf(virtualHost + '/' + definition.name());
    HostedQueue queue =
        new HostedQueue(definition, connection, owner, loops.all().indexOf(owner), host);
    if (definition.exclusive()) {
      exclusive.computeIfAbsent(connection, each -> new LinkedHashSet<>()).add(queue);
    }
    return queue;
  }

  /** In one command for its loop, before anybody can see it. */
  private CompletableFuture<Answer<QueueFacts>> open(HostedQueue queue) {
    CompletableFuture<Answer<QueueFacts>> facts =
        queue.open(rules.apply(queue.definition()), !queue.isStored());
    topology.addQueue(queue);
    return facts;
  }

  /** Deletes a queue under conditions that its owner looks at. */
  CompletableFuture<Answer<Long>> delete(String name, long connection, DeleteCondition condition) {
    HostedQueue queue = queue(name);
    if (queue == null || deletions.isUnderWay(name)) {
      return Topology.refuse(new Refusal.NotFound(Refusal.Kind.QUEUE, name));
    }
    return queue.isLockedFor(connection)
        ? Topology.refuse(new Refusal.Locked(name))
        : delete(queue, undefined -> queue.delete(condition, undefined));
  }

  /** As a broker's own decision: nobody has used the queue since exactly then. */
  CompletableFuture<Answer<Long>> deleteIfUnusedSince(HostedQueue queue, long sinceMillis) {
    return delete(queue, undefined -> queue.deleteIfUnusedSince(sinceMillis, undefined));
  }

  private CompletableFuture<Answer<Long>> delete(
      HostedQueue queue,
      Function<CompletableFuture<Void>, CompletableFuture<Answer<Long>>> deletion) {
    if (queue(queue.name()) != queue || deletions.isUnderWay(queue.name())) {
      return Topology.refuse(new Refusal.NotFound(Refusal.Kind.QUEUE, queue.name()));
    }
    if (isParking(queue)) {
      return Topology.refuse(
          new Refusal.Reserved(
              Refusal.Kind.QUEUE, queue.name(), "messages are parked there until that is ended"));
    }
    deletions.begin(queue.name());
    CompletableFuture<Void> undefined = new CompletableFuture<>();
    return deletion
        .apply(undefined)
        .thenCompose(answer -> loop.callAsync(nowMillis -> finishDeletion(queue, answer)))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                undefined.complete(null);
              } else {
                undefined.completeExceptionally(failure);
                var unused = loop.call(nowMillis -> deletions.finish(queue.name()));
              }
            });
  }

  private boolean isParking(HostedQueue queue) {
    return topology.snapshot().parking().filter(parking -> parking == queue).isPresent();
  }

  /** Whether there is such a queue, and nobody has begun to delete it. */
  boolean stays(String name) {
    return queue(name) != null && !deletions.isUnderWay(name);
  }

  private CompletableFuture<Answer<Long>> finishDeletion(HostedQueue queue, Answer<Long> answer) {
    CompletableFuture<Answer<Long>> done =
        answer.match(
            count -> Topology.done(count, forget(queue)), refusal -> Topology.refuse(refusal));
    deletions.finish(queue.name());
    return done;
  }

  private CompletableFuture<Void> forget(HostedQueue queue) {
    CompletableFuture<Void> bindings = topology.removeQueue(queue);
    exclusive.computeIfPresent(
        queue.connection(),
        (connection, queues) -> queues.remove(queue) && queues.isEmpty() ? null : queues);
    return queue.isStored()
        ? bindings.thenCombine(
            definitions.remove(TopologyRecords.QUEUE, queue.name(), loop.nowMillis()),
            (nothing, nothingEither) -> null)
        : bindings;
  }

  /** The exclusive queues of a connection go with it. */
  CompletableFuture<Void> connectionClosed(long connection) {
    Set<HostedQueue> queues = exclusive.remove(connection);
    if (queues == null) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.allOf(
        queues.stream()
            .map(queue -> delete(queue, gone -> queue.delete(DeleteCondition.NONE, gone)))
            .toArray(CompletableFuture<?>[]::new));
  }

  /** The rules may have changed: every queue is told its own. */
  void applyRules() {
    for (HostedQueue queue : table().queues()) {
      QueueSettings settings = rules.apply(queue.definition());
      queue.loop().post(new QueueWork(queue, (live, now) -> live.configure(settings, now)));
    }
  }

  @Nullable HostedQueue queue(String name) {
    return table().queue(name).orElse(null);
  }

  private RoutingTable<HostedQueue> table() {
    return topology.snapshot().table();
  }
}
