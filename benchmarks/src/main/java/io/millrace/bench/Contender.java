package io.millrace.bench;

import io.millrace.bench.contest.Choice;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Everything that can be measured, by the name used on the command line. */
enum Contender {
  BARE("bare") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new BareHandOver();
    }
  },
  MILLRACE("millrace") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new MillraceHandOver(capacity, BATCH);
    }
  },
  MILLRACE_SINGLE("millrace-single") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new OneByOne(new MillraceHandOver(capacity, 1));
    }
  },
  ARRAY_BLOCKING("abq") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new BlockingQueueHandOver(new ArrayBlockingQueue<>(capacity), 1);
    }
  },
  ARRAY_BLOCKING_DRAINED("abq-drained") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new BlockingQueueHandOver(new ArrayBlockingQueue<>(capacity), BATCH);
    }
  },
  LINKED_BLOCKING("lbq") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new BlockingQueueHandOver(new LinkedBlockingQueue<>(capacity), 1);
    }
  },
  LINKED_BLOCKING_DRAINED("lbq-drained") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new BlockingQueueHandOver(new LinkedBlockingQueue<>(capacity), BATCH);
    }
  },
  LINKED_TRANSFER("ltq") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new BoundedTransferHandOver(capacity);
    }
  },
  MPMC("jctools") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new MpmcHandOver(capacity);
    }
  },
  DISRUPTOR("disruptor") {
    @Override
    HandOver create(int capacity, Shape shape) {
      return new DisruptorHandOver(capacity, shape.consumers());
    }
  };

  /** Items a producer has at once, and the most a draining consumer takes at once. */
  static final int BATCH = 64;

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  abstract HandOver create(int capacity, Shape shape);

  boolean isPeer() {
    return this != BARE && this != MILLRACE && this != MILLRACE_SINGLE;
  }

  /**
   * Whether it holds no more than the capacity; one that holds twice as much has half as many
   * hand-overs to wait for.
   */
  boolean keepsBound(int capacity) {
    return this != MPMC || capacity > 1;
  }

  static Contender parse(String label) {
    return Choice.of(Contender.class, "contender", label);
  }

  @Override
  public String toString() {
    return label;
  }
}
