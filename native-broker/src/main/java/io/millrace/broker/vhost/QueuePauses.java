package io.millrace.broker.vhost;

import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Stops and resumes the deliveries of queues, and remembers those of them that survive a restart.
 * On the topology's loop.
 */
final class QueuePauses {
  private final OwnerLoop loop;
  private final DefinitionStore definitions;
  private final Function<String, Optional<HostedQueue>> queues;

  QueuePauses(
      OwnerLoop loop, DefinitionStore definitions, Function<String, Optional<HostedQueue>> queues) {
    this.loop = loop;
    this.definitions = definitions;
    this.queues = queues;
  }

  /** Pauses the queues that were, before anybody can consume them. */
  void recover() {
    for (Definition stored : definitions.all(TopologyRecords.QUEUE)) {
      if (TopologyRecords.isPaused(stored)) {
        queues
            .apply(stored.key())
            .ifPresent(
                queue ->
                    queue.loop().post(new QueueWork(queue, (live, now) -> live.pause(true, now))));
      }
    }
  }

  /** Done when it is so, and will be after a restart. */
  CompletableFuture<Answer<Boolean>> set(String name, boolean paused) {
    Optional<HostedQueue> found = queues.apply(name);
    if (found.isEmpty()) {
      return Topology.refuse(new Refusal.NotFound(Refusal.Kind.QUEUE, name));
    }
    HostedQueue queue = found.get();
    return queue
        .<Boolean>ask(
            (live, nowMillis) -> {
              live.pause(paused, nowMillis);
              return Answer.done(paused);
            })
        .thenCompose(answer -> loop.callAsync(nowMillis -> keep(queue, answer, nowMillis)));
  }

  private CompletableFuture<Answer<Boolean>> keep(
      HostedQueue queue, Answer<Boolean> answer, long nowMillis) {
    // Not of a queue that is gone: it would be back after the next start.
    boolean isKept =
        queue.isStored() && queues.apply(queue.name()).filter(queue::equals).isPresent();
    return isKept
        ? answer.match(
            paused ->
                Topology.done(
                    paused,
                    definitions.put(TopologyRecords.of(queue.definition(), paused), nowMillis)),
            Topology::refuse)
        : Topology.answer(answer);
  }
}
