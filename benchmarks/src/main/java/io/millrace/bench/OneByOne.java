package io.millrace.bench;

/** Gives up the advantage of batches on the putting side. */
final class OneByOne implements HandOver {
  private final HandOver inner;

  OneByOne(HandOver inner) {
    this.inner = inner;
  }

  @Override
  public void put(Item[] items, int count) throws InterruptedException {
    Item[] one = new Item[1];
    for (int i = 0; i < count; i++) {
      one[0] = items[i];
      inner.put(one, 1);
    }
  }

  @Override
  public void consume(int consumer, Handler handler) throws InterruptedException {
    inner.consume(consumer, handler);
  }
}
