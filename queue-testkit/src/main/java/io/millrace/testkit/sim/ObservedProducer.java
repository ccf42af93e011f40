package io.millrace.testkit.sim;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A producer whose every message and settlement the simulation sees; where it would wait, other
 * loops have turns.
 */
final class ObservedProducer<T> implements Producer<T> {
  /** How many steps one wait for settlements takes at most. */
  private static final int WAIT_STEPS = 30;

  private final World<T> world;
  private final Life<T> life;
  private final int index;
  private final Producer<T> source;

  /** What the source itself made, beneath whatever the scenario put around it. */
  private final Producer<T> innermost;

  ObservedProducer(
      World<T> world, Life<T> life, int index, Producer<T> source, Producer<T> innermost) {
    this.world = world;
    this.life = life;
    this.index = index;
    this.source = source;
    this.innermost = innermost;
  }

  int index() {
    return index;
  }

  Producer<T> innermost() {
    return innermost;
  }

  @Override
  public FetchResult fetch(Fetch<T> fetch) throws Exception {
    world.trace.note("fetch", fetch.messageLimit());
    if (fetch.messageLimit() > 0 && life.isPaused) {
      world.complain("fetched while the queue is paused");
    }
    world.snapshots.checkRoom(life, fetch.messageLimit(), fetch.byteLimit());
    return source.fetch(new ObservedFetch(fetch));
  }

  @Override
  public void settle(List<Settlement<T>> settlements) throws Exception {
    for (Settlement<T> settlement : settlements) {
      world.trace.note("settle " + settlement.kind(), settlement.message());
      world.promises.settled(life, settlement);
    }
    world.commits.mayHaveMoved();
    source.settle(settlements);
  }

  @Override
  public void wakeup() {
    source.wakeup();
  }

  @Override
  public Optional<Duration> lease() {
    return source.lease();
  }

  @Override
  public void renew(List<Message<T>> unsettled) throws Exception {
    source.renew(unsettled);
  }

  @Override
  public long lag() {
    return source.lag();
  }

  @Override
  public void close() throws Exception {
    world.trace.note("close of producer", index);
    world.commits.mayHaveMoved();
    if (!life.producers.remove(this)) {
      world.complain("producer " + index + " was closed twice");
    }
    source.close();
  }

  private final class ObservedFetch implements Fetch<T> {
    private final Fetch<T> fetch;

    ObservedFetch(Fetch<T> fetch) {
      this.fetch = fetch;
    }

    @Override
    public int messageLimit() {
      return fetch.messageLimit();
    }

    @Override
    public long byteLimit() {
      return fetch.byteLimit();
    }

    @Override
    public Duration maxWait() {
      return fetch.maxWait();
    }

    @Override
    public void add(Message<T> message) {
      world.trace.note("fetched", message);
      world.promises.fetched(life, message);
      fetch.add(message);
    }

    @Override
    public int count() {
      return fetch.count();
    }

    @Override
    public void revoke(SourcePartition partition) {
      world.trace.note("revoke", partition);
      fetch.revoke(partition);
    }

    @Override
    public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
      long deadline = world.time.nanoTime() + maxWait.toNanos();
      for (int i = 0;
          i < WAIT_STEPS && world.mayNest() && world.time.nanoTime() - deadline < 0;
          i++) {
        if (fetch.awaitSettlements(Duration.ZERO)) {
          return true;
        }
        world.nestedStep();
      }
      return fetch.awaitSettlements(Duration.ZERO);
    }
  }
}
