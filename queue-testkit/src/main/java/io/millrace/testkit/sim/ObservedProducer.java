package io.millrace.testkit.sim;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import io.millrace.testkit.FetchAround;
import io.millrace.testkit.ProducerAround;
import java.time.Duration;
import java.util.List;

/**
 * A producer whose every message and settlement the simulation sees; where it would wait, other
 * loops have turns.
 */
final class ObservedProducer<T> extends ProducerAround<T> {
  /** How many steps one wait for settlements takes at most. */
  private static final int WAIT_STEPS = 30;

  private final World<T> world;
  private final Life<T> life;
  private final int index;

  /** What the source itself made, beneath whatever the scenario put around it. */
  private final Producer<T> innermost;

  ObservedProducer(
      World<T> world, Life<T> life, int index, Producer<T> source, Producer<T> innermost) {
    super(source);
    this.world = world;
    this.life = life;
    this.index = index;
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
    return super.fetch(new ObservedFetch(fetch));
  }

  @Override
  public void settle(List<Settlement<T>> settlements) throws Exception {
    for (Settlement<T> settlement : settlements) {
      world.trace.note("settle " + settlement.kind(), settlement.message());
      world.promises.settled(life, settlement);
    }
    world.commits.mayHaveMoved();
    super.settle(settlements);
  }

  @Override
  public void close() throws Exception {
    world.trace.note("close of producer", index);
    world.commits.mayHaveMoved();
    if (!life.producers.remove(this)) {
      world.complain("producer " + index + " was closed twice");
    }
    super.close();
  }

  private final class ObservedFetch extends FetchAround<T> {
    ObservedFetch(Fetch<T> fetch) {
      super(fetch);
    }

    @Override
    public void add(Message<T> message) {
      world.trace.note("fetched", message);
      world.promises.fetched(life, message);
      super.add(message);
    }

    @Override
    public void revoke(SourcePartition partition) {
      world.trace.note("revoke", partition);
      super.revoke(partition);
    }

    @Override
    public int giveBack(SourcePartition partition, long offset) {
      int count = super.giveBack(partition, offset);
      world.trace.note("give back", partition + " below " + offset + ": " + count);
      return count;
    }

    @Override
    public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
      long deadline = world.time.nanoTime() + maxWait.toNanos();
      for (int i = 0;
          i < WAIT_STEPS && world.mayNest() && world.time.nanoTime() - deadline < 0;
          i++) {
        if (super.awaitSettlements(Duration.ZERO)) {
          return true;
        }
        world.nestedStep();
      }
      return super.awaitSettlements(Duration.ZERO);
    }
  }
}
