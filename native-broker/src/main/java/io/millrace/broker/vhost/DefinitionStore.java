package io.millrace.broker.vhost;

import io.millrace.broker.journal.DurableListener;
import io.millrace.broker.journal.Journal;
import io.millrace.broker.journal.ReplayTarget;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.TurnEnd;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.Acknowledge;
import io.millrace.broker.queue.DeadLetterReason;
import io.millrace.broker.queue.Detach;
import io.millrace.broker.queue.DurableCommand;
import io.millrace.broker.queue.Effects;
import io.millrace.broker.queue.Envelope;
import io.millrace.broker.queue.Offsets;
import io.millrace.broker.queue.QueueLog;
import io.millrace.broker.queue.QueueMachine;
import io.millrace.broker.queue.QueueOptions;
import io.millrace.broker.queue.QueueSnapshot;
import io.millrace.broker.queue.Redelivery;
import io.millrace.broker.queue.Subscribe;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What was declared and has to survive a restart, in a journal like that of a queue: a definition
 * is a message that one consumer, this store, holds until it is replaced or removed. Recovery is
 * its redelivery.
 *
 * <p>Owned by a loop. A change is valid when its future is done: it is durable then.
 */
final class DefinitionStore implements Effects, ReplayTarget, TurnEnd, DurableListener {
  private static final long CONSUMER = 1;
  private static final QueueOptions OPTIONS =
      QueueOptions.builder()
          .redelivery(new Redelivery(Redelivery.UNLIMITED, Envelope.NEVER, 0, 1, 0))
          .build();

  /** Of every definition alike: nobody asks how old it is. */
  private static final Envelope ENVELOPE = Envelope.plain(0, 0);

  private final OwnerLoop loop;
  private final Journal journal;
  private final PositionedLog log;
  private final QueueMachine machine;

  /** Offsets by kind, then by key, in the order in which they were stored. */
  private final Map<String, Map<String, Long>> current = new HashMap<>();

  /** What is being stored, whose texts are then the ones that are kept. */
  private @Nullable Definition storing;

  /** Offsets of definitions that another one has replaced, to be settled after the delivery. */
  private final List<Long> replaced = new ArrayList<>();

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean touched;
  private boolean ended;

  /** Of {@link #stop}. */
  private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

  /**
   * One definition.
   *
   * @param kind what it defines
   * @param key different for each of a kind
   * @param fields what it says
   */
  record Definition(String kind, String key, Headers fields) {}

  private record Waiting(long position, CompletableFuture<Void> durable) {}

  /** The journal, and how far it was appended to. */
  private static final class PositionedLog implements QueueLog {
    private final Journal journal;
    private long last = -1;

    PositionedLog(Journal journal) {
      this.journal = journal;
    }

    @Override
    public long append(DurableCommand command) {
      last = journal.append(command);
      return last;
    }

    @Override
    public Envelope envelope(long offset) {
      return journal.envelope(offset);
    }

    @Override
    public boolean outlivesRestart() {
      return journal.outlivesRestart();
    }
  }

  private DefinitionStore(OwnerLoop loop, JournalFactory journals, String name) {
    this.loop = loop;
    this.journal = journals.open(name, loop, this::touch);
    this.log = new PositionedLog(journal);
    this.machine = new QueueMachine(OPTIONS, log, this);
  }

  /** Recovers what is stored under that name. On the loop. */
  static DefinitionStore open(OwnerLoop loop, JournalFactory journals, String name) {
    DefinitionStore store = new DefinitionStore(loop, journals, name);
    store.recover(loop.nowMillis());
    return store;
  }

  private void recover(long nowMillis) {
    journal.recover(this);
    journal.onDurable(this);
    machine.start(nowMillis);
    machine.handle(new Subscribe(CONSUMER, 0, true, false, true, Integer.MAX_VALUE), nowMillis);
    deliverAll(nowMillis);
    touch();
  }

  /** All of a kind, in the order in which they were stored. */
  List<Definition> all(String kind) {
    List<Definition> found = new ArrayList<>();
    offsets(kind)
        .forEach(
            (key, offset) -> found.add(new Definition(kind, key, journal.read(offset).headers())));
    return found;
  }

  /** Stores the definition in the place of the one with its kind and key. */
  CompletableFuture<Void> put(Definition definition, long nowMillis) {
    Message message =
        new Message(
            definition.kind(),
            definition.key(),
            Properties.builder().persistent().headers(definition.fields()).build(),
            new byte[0]);
    long position = machine.enqueue(message, ENVELOPE, nowMillis);
    storing = definition;
    deliverAll(nowMillis);
    storing = null;
    return whenDurable(position);
  }

  /** Removes one; harmless if there is none. */
  CompletableFuture<Void> remove(String kind, String key, long nowMillis) {
    Long offset = offsets(kind).remove(key);
    if (offset == null) {
      return CompletableFuture.completedFuture(null);
    }
    acknowledge(offset, nowMillis);
    return whenDurable(log.last);
  }

  /** An orderly end, once; done when all is durable. */
  CompletableFuture<Void> stop(long nowMillis) {
    if (!ended) {
      ended = true;
      machine.handle(new Detach(CONSUMER, false), nowMillis);
      end = journal.stop(machine.snapshot()).whenComplete((nothing, failure) -> answer(failure));
      touch();
    }
    return end;
  }

  private void answer(@Nullable Throwable failure) {
    if (failure == null) {
      durable(Long.MAX_VALUE);
    } else {
      waiting.forEach(wait -> wait.durable().completeExceptionally(failure));
      waiting.clear();
    }
  }

  /** Removes all that is stored. */
  boolean delete() {
    if (!ended) {
      ended = true;
      var unused = journal.delete().whenComplete((nothing, failure) -> answer(failure));
    }
    return true;
  }

  @Override
  public void restore(QueueSnapshot snapshot, boolean cleanStop) {
    machine.restore(snapshot, cleanStop);
  }

  @Override
  public void replay(DurableCommand command) {
    machine.replay(command);
  }

  @Override
  public void deliver(long consumer, long offset, int deliveryCount, boolean redelivered) {
    // Read in any case: the journal keeps at hand what it expects to be read, and nobody comes
    // back.
    Message message = journal.read(offset);
    Definition stored = storing;
    Long before =
        stored == null
            ? offsets(message.exchange()).put(message.routingKey(), offset)
            : offsets(stored.kind()).put(stored.key(), offset);
    if (before != null) {
      replaced.add(before);
    }
  }

  private Map<String, Long> offsets(String kind) {
    return current.computeIfAbsent(kind, each -> new LinkedHashMap<>());
  }

  private void deliverAll(long nowMillis) {
    while (machine.deliver(1024, nowMillis)) {
      // until all are held
    }
    replaced.forEach(offset -> acknowledge(offset, nowMillis));
    replaced.clear();
  }

  private void acknowledge(long offset, long nowMillis) {
    machine.handle(new Acknowledge(CONSUMER, Offsets.of(offset)), nowMillis);
  }

  private CompletableFuture<Void> whenDurable(long position) {
    touch();
    Waiting wait = new Waiting(position, new CompletableFuture<>());
    waiting.add(wait);
    return wait.durable();
  }

  private void touch() {
    if (!touched) {
      touched = true;
      loop.atTurnEnd(Phase.PERSIST, this);
    }
  }

  @Override
  public void endTurn(long nowMillis) {
    touched = false;
    journal.flush();
    if (ended) {
      return;
    }
    if (journal.wantsCheckpoint()) {
      journal.checkpoint(machine.snapshot());
    }
    durable(journal.durablePosition());
  }

  @Override
  public void durable(long position) {
    while (!waiting.isEmpty() && waiting.element().position() <= position) {
      waiting.remove().durable().complete(null);
    }
  }

  @Override
  public void failed(UncheckedIOException cause) {
    for (Waiting each = waiting.poll(); each != null; each = waiting.poll()) {
      each.durable().completeExceptionally(cause);
    }
  }

  @Override
  public void deadLetter(long offset, DeadLetterReason reason, int deliveryCount) {
    throw new IllegalStateException("a definition died: " + offset + ", " + reason);
  }

  @Override
  public void dismissed(DeadLetterReason reason, int count) {
    throw new IllegalStateException("a definition was dismissed: " + reason);
  }

  @Override
  public void overdue(long consumer, long offset) {
    throw new IllegalStateException("a definition was taken back: " + offset);
  }

  @Override
  public void activated(long consumer, boolean active) {}

  @Override
  public void unblocked() {}
}
